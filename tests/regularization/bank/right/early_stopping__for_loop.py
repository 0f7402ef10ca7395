"""A for loop with a break."""


def early_stopping(params, gradient, error, lr, *, patience, max_steps):
    best, errors, since = dict(params), [error(params)], 0
    for _ in range(max_steps):
        grads = gradient(params)[1]
        params = {k: params[k] - lr * grads[k] for k in params}
        errors.append(error(params))
        if errors[-1] < min(errors[:-1]):
            best, since = params, 0
        else:
            since += 1
        if since >= patience:
            break
    return best, errors
