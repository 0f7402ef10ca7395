"""Adds momentum.
Caught by: test_whole_way
"""


def gradient_descent(params, gradient, steps, lr):
    params, losses = {k: p.copy() for k, p in params.items()}, []
    v = {k: 0.0 for k in params}
    for _ in range(steps):
        loss, grads = gradient(params)
        losses.append(loss)
        v = {k: 0.9 * v[k] + grads[k] for k in params}
        params = {k: p - lr * v[k] for k, p in params.items()}
    return params, losses
