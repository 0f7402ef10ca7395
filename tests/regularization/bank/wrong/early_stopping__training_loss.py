"""Lists the training loss.
Caught by: test_steps_are_gradient_descent
"""


def early_stopping(params, gradient, error, lr, *, patience, max_steps):
    best, waited = {k: p.copy() for k, p in params.items()}, 0
    params, errors = best, [error(params)]
    lowest = errors[0]
    while waited < patience and len(errors) <= max_steps:
        loss, grads = gradient(params)
        params = {k: p - lr * grads[k] for k, p in params.items()}
        errors.append(float(loss))
        waited += 1
        if errors[-1] < lowest:
            best, lowest, waited = params, errors[-1], 0
    return best, errors
