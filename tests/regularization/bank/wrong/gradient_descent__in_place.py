"""Moves the arrays of the caller.
Caught by: test_start_stays_as_it_was
"""


def gradient_descent(params, gradient, steps, lr):
    losses = []
    for _ in range(steps):
        loss, grads = gradient(params)
        losses.append(loss)
        for k in params:
            params[k] -= lr * grads[k]
    return params, losses
