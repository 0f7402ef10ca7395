"""Stops when the loss hardly falls.
Caught by: test_whole_way
"""


def gradient_descent(params, gradient, steps, lr):
    params, losses = {k: p.copy() for k, p in params.items()}, []
    for _ in range(steps):
        loss, grads = gradient(params)
        if losses and losses[-1] - loss < 0.05 * losses[0]:
            break
        losses.append(loss)
        params = {k: p - lr * grads[k] for k, p in params.items()}
    return params, losses
