"""Returns a without its bias.
Caught by: test_a_is_before_activation
"""


def forward(params, x, mask=None):
    a = x @ params["W1"] + params["b1"]  # (N, H)
    h, _ = activation(a)
    if mask is not None:
        h = h * mask
    return h @ params["W2"] + params["b2"], x @ params["W1"]
