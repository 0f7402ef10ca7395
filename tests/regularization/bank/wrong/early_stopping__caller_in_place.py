"""Moves the arrays of the caller.
Caught by: test_start_stays_as_it_was
"""


def early_stopping(params, gradient, error, lr, *, patience, max_steps):
    best, waited = dict(params), 0
    params, errors = best, [error(params)]
    lowest = errors[0]
    while waited < patience and len(errors) <= max_steps:
        _, grads = gradient(params)
        for k in params:
            params[k] -= lr * grads[k]
        errors.append(error(params))
        waited += 1
        if errors[-1] < lowest:
            best, lowest, waited = {k: p.copy() for k, p in params.items()}, errors[-1], 0
    return best, errors
