"""Asks for loss and gradients separately.
Caught by: test_asked_once_a_step
"""


def gradient_descent(params, gradient, steps, lr):
    params, losses = {k: p.copy() for k, p in params.items()}, []
    for _ in range(steps):
        loss = gradient(params)[0]
        grads = gradient(params)[1]
        losses.append(loss)
        params = {k: p - lr * grads[k] for k, p in params.items()}
    return params, losses
