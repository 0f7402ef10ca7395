"""The mask multiplies a, not h.
Caught by: test_mask_multiplies_hidden_units
"""


def forward(params, x, mask=None):
    a = x @ params["W1"] + params["b1"]
    h, _ = activation(a if mask is None else a * mask)
    return h @ params["W2"] + params["b2"], a
