"""Works for one input number only.
Caught by: test_sizes_are_kept_apart
"""


def forward(params, x, mask=None):
    a = x[:, :1] * params["W1"][0] + params["b1"]  # (N, H)
    h, _ = activation(a)
    if mask is not None:
        h = h * mask
    return h @ params["W2"] + params["b2"], a
