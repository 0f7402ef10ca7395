"""Takes the derivative for the value.
Caught by: test_value_by_hand
"""


def forward(params, x, mask=None):
    a = x @ params["W1"] + params["b1"]  # (N, H)
    _, h = activation(a)
    if mask is not None:
        h = h * mask
    return h @ params["W2"] + params["b2"], a
