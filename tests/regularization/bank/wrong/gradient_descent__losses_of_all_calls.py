"""A list of losses for all calls.
Caught by: test_start_stays_as_it_was
"""


losses = []


def gradient_descent(params, gradient, steps, lr, seen={}):
    params = {k: p.copy() for k, p in seen.get("last", params).items()}
    for _ in range(steps):
        loss, grads = gradient(params)
        losses.append(loss)
        params = {k: p - lr * grads[k] for k, p in params.items()}
    seen["last"] = params
    return params, losses[-steps:] if steps else []
