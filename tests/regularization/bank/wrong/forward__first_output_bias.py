"""The first bias for all outputs.
Caught by: test_sizes_are_kept_apart
"""


def forward(params, x, mask=None):
    a = x @ params["W1"] + params["b1"]  # (N, H)
    h, _ = activation(a)
    if mask is not None:
        h = h * mask
    return h @ params["W2"] + params["b2"][0], a
