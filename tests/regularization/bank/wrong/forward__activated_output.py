"""An activation at the output.
Caught by: test_value_by_hand
"""


def forward(params, x, mask=None):
    a = x @ params["W1"] + params["b1"]  # (N, H)
    h, _ = activation(a)
    if mask is not None:
        h = h * mask
    return activation(h @ params["W2"] + params["b2"])[0], a
