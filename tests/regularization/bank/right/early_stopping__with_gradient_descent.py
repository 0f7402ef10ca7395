"""One step of gradient_descent at a time."""


def early_stopping(params, gradient, error, lr, *, patience, max_steps):
    best, waited = {k: p.copy() for k, p in params.items()}, 0
    params, errors = best, [error(params)]
    lowest = errors[0]
    while waited < patience and len(errors) <= max_steps:
        params, _ = gradient_descent(params, gradient, 1, lr)
        errors.append(error(params))
        waited += 1
        if errors[-1] < lowest:
            best, lowest, waited = params, errors[-1], 0
    return best, errors
