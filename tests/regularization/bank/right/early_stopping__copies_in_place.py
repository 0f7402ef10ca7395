"""Moves in place and remembers copies."""

from copy import deepcopy


def early_stopping(params, gradient, error, lr, *, patience, max_steps):
    now = deepcopy(params)
    best, lowest, best_step = deepcopy(now), error(now), 0
    errors = [lowest]
    for step in range(1, max_steps + 1):
        for name, grad in gradient(now)[1].items():
            now[name] -= lr * grad
        errors.append(error(now))
        if errors[-1] < lowest:
            best, lowest, best_step = deepcopy(now), errors[-1], step
        if step - best_step >= patience:
            break
    return best, errors
