"""Moves copies in place."""


def gradient_descent(params, gradient, steps, lr):
    params, losses = {k: p.copy() for k, p in params.items()}, []
    for _ in range(steps):
        loss, grads = gradient(params)
        losses.append(loss)
        for k in params:
            params[k] -= lr * grads[k]
    return params, losses
