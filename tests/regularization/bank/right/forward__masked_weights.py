"""The factors in the second layer."""


def forward(params, x, mask=None):
    a = x.dot(params["W1"]) + params["b1"][None]
    h, slope = activation(a)
    if mask is None:
        mask = 1.0
    y = ((h * mask)[:, :, None] * params["W2"][None]).sum(axis=1)
    return [y + params["b2"], a]
