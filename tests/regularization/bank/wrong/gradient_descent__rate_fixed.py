"""A rate of its own.
Caught by: test_one_step
"""


def gradient_descent(params, gradient, steps, lr):
    params, losses = {k: p.copy() for k, p in params.items()}, []
    for _ in range(steps):
        loss, grads = gradient(params)
        losses.append(loss)
        params = {k: p - 0.1 * grads[k] for k, p in params.items()}
    return params, losses
