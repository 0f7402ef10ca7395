"""Remembers the parameters before the step.
Caught by: test_best_parameters_come_back
"""


def early_stopping(params, gradient, error, lr, *, patience, max_steps):
    best, waited = {k: p.copy() for k, p in params.items()}, 0
    params, errors = best, [error(params)]
    lowest = errors[0]
    while waited < patience and len(errors) <= max_steps:
        _, grads = gradient(params)
        before = params
        params = {k: p - lr * grads[k] for k, p in params.items()}
        errors.append(error(params))
        waited += 1
        if errors[-1] < lowest:
            best, lowest, waited = before, errors[-1], 0
    return best, errors
