"""Compares with the step before.
Caught by: test_compared_with_the_lowest
"""


def early_stopping(params, gradient, error, lr, *, patience, max_steps):
    best, waited = {k: p.copy() for k, p in params.items()}, 0
    params, errors = best, [error(params)]
    lowest = errors[0]
    while waited < patience and len(errors) <= max_steps:
        _, grads = gradient(params)
        params = {k: p - lr * grads[k] for k, p in params.items()}
        errors.append(error(params))
        waited += 1
        if errors[-1] < errors[-2]:
            best, lowest, waited = params, errors[-1], 0
    return best, errors
