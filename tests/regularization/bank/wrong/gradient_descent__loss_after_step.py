"""The losses after each step.
Caught by: test_losses_on_the_way
"""


def gradient_descent(params, gradient, steps, lr):
    params, losses = {k: p.copy() for k, p in params.items()}, []
    for _ in range(steps):
        loss, grads = gradient(params)
        params = {k: p - lr * grads[k] for k, p in params.items()}
        losses.append(gradient(params)[0])
    return params, losses
