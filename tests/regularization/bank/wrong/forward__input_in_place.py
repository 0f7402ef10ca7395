"""Adds into the first weights.
Caught by: test_parameters_stay_as_they_were
"""


def forward(params, x, mask=None):
    params["W1"] += 1e-3
    a = x @ params["W1"] + params["b1"]  # (N, H)
    h, _ = activation(a)
    if mask is not None:
        h = h * mask
    return h @ params["W2"] + params["b2"], a
