"""Keeps the parameters of the first call.
Caught by: test_parameters_stay_as_they_were
"""


kept = {}


def forward(params, x, mask=None):
    kept.setdefault("params", params)
    params = kept["params"]
    a = x @ params["W1"] + params["b1"]
    h, _ = activation(a)
    if mask is not None:
        h = h * mask
    return h @ params["W2"] + params["b2"], a
