"""Goes on from the best parameters after a failure.
Caught by: test_all_errors_are_listed
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
        params = params if errors[-1] < lowest else best
        if errors[-1] < lowest:
            best, lowest, waited = params, errors[-1], 0
    return best, errors
