"""Halves the rate when the error does not fall.
Caught by: test_patience_begins_anew
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
        lr = lr if errors[-1] < errors[-2] else lr / 2
        if errors[-1] < lowest:
            best, lowest, waited = params, errors[-1], 0
    return best, errors
