"""One step more than max_steps.
Caught by: test_no_more_than_max_steps
"""


def early_stopping(params, gradient, error, lr, *, patience, max_steps):
    best, waited = {k: p.copy() for k, p in params.items()}, 0
    params, errors = best, [error(params)]
    lowest = errors[0]
    while waited < patience and len(errors) <= max_steps + 1:
        _, grads = gradient(params)
        params = {k: p - lr * grads[k] for k, p in params.items()}
        errors.append(error(params))
        waited += 1
        if errors[-1] < lowest:
            best, lowest, waited = params, errors[-1], 0
    return best, errors
