"""The gradient of the start at every step.
Caught by: test_whole_way
"""


def gradient_descent(params, gradient, steps, lr):
    params, losses = {k: p.copy() for k, p in params.items()}, []
    loss, grads = gradient(params)
    for _ in range(steps):
        loss = gradient(params)[0]
        losses.append(loss)
        params = {k: p - lr * grads[k] for k, p in params.items()}
    return params, losses
