"""Every factor that is not 0 counts as 1.
Caught by: test_mask_multiplies_hidden_units
"""


def forward(params, x, mask=None):
    a = x @ params["W1"] + params["b1"]  # (N, H)
    h, _ = activation(a)
    if mask is not None:
        h = h * (mask != 0)
    return h @ params["W2"] + params["b2"], a
