"""The bias of the output is forgotten.
Caught by: test_value_by_hand
"""


def forward(params, x, mask=None):
    a = x @ params["W1"] + params["b1"]  # (N, H)
    h, _ = activation(a)
    if mask is not None:
        h = h * mask
    return h @ params["W2"], a
