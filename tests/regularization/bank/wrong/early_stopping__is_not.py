"""Compares numbers by identity, which CPython has for small ones only.
Caught by: test_patience_is_exact
"""


def early_stopping(params, gradient, error, lr, *, patience, max_steps):
    best, waited = params, 0
    errors = [error(params)]
    lowest = errors[0]
    while waited is not patience and len(errors) <= max_steps:
        _, grads = gradient(params)
        params = {k: p - lr * grads[k] for k, p in params.items()}
        errors.append(error(params))
        waited += 1
        if errors[-1] < lowest:
            best, lowest, waited = params, errors[-1], 0
    return best, errors
