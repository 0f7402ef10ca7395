"""Moves one parameter after another, with new gradients.
Caught by: test_asked_once_a_step
"""


def gradient_descent(params, gradient, steps, lr):
    params, losses = {k: p.copy() for k, p in params.items()}, []
    for _ in range(steps):
        loss, grads = gradient(params)
        losses.append(loss)
        for k in list(params):
            params[k] = params[k] - lr * gradient(params)[1][k]
    return params, losses
