"""The rate shrinks.
Caught by: test_whole_way
"""


def gradient_descent(params, gradient, steps, lr):
    params, losses = {k: p.copy() for k, p in params.items()}, []
    for n in range(steps):
        loss, grads = gradient(params)
        losses.append(loss)
        params = {k: p - lr / (1 + 0.01 * n) * grads[k] for k, p in params.items()}
    return params, losses
