"""The last loss as well.
Caught by: test_no_steps
"""


def gradient_descent(params, gradient, steps, lr):
    params, losses = {k: p.copy() for k, p in params.items()}, []
    for _ in range(steps):
        loss, grads = gradient(params)
        losses.append(loss)
        params = {k: p - lr * grads[k] for k, p in params.items()}
    return params, [*losses, gradient(params)[0]]
