"""Hidden tests of early_stopping: errors that are given as a list, and the way down a bowl.

In most tests every step adds lr to every parameter, and the validation error after k steps is the k-th of a list, so that
the parameters tell the step they are from. Tolerance: 1e-10.
"""

import numpy as np
import pytest

from pixelgrad.mlp_probes import bowl, bowl_at, height, listed, ramp
from pixelgrad.testing import close, holds, noise, unchanged

LR = 0.5
ZERO = {"W1": np.zeros((1, 3)), "b2": np.zeros(1)}


def pair(call, value):
    fits = isinstance(value, list | tuple) and len(value) == 2 and isinstance(value[0], dict)
    holds(fits, call, "Expected the best parameters, a dictionary, and the list of errors.")
    return value[0], [float(np.asarray(error).reshape(())) for error in value[1]]


def run(student, errors, patience, max_steps=50):
    """Call it with these errors; return the call, the step of the parameters that came back, and the list."""
    options = {"patience": patience, "max_steps": max_steps}
    call = student.call("early_stopping", ZERO, ramp(), listed([float(error) for error in errors], LR), LR, **options)
    best, found = pair(call, call.value)
    holds(set(best) == set(ZERO), call, f"The parameters are called {sorted(map(str, best))}.")
    step = float(np.asarray(best["b2"]).reshape(-1)[0]) / LR
    close(best["W1"], np.full((1, 3), step * LR), call, rtol=1e-10, what="W1")
    return call, step, found


def stops(student, errors, patience, best, last, **options):
    """Assert the best step and the number of the last one."""
    call, step, found = run(student, errors, patience, **options)
    holds(len(found) - 1 == last, call, f"{len(found)} errors came back: {len(found) - 1} steps, which are not as many as expected.")
    holds(abs(step - best) < 1e-9, call, f"The parameters are those after {step:g} steps; another step has the lowest error.")
    return call, found


@pytest.mark.points(3)
@pytest.mark.hint("Remember the parameters whenever the error reaches a new low, and return these, not the last ones.")
def test_best_parameters_come_back(student, seed):
    """Errors fall for some steps and rise then: the parameters at the lowest come back."""
    turn = 2 + seed % 4
    falling = [10.0 - k for k in range(turn + 1)]
    call, step, _ = run(student, [*falling, *(falling[-1] + k for k in range(1, 30))], 4)
    holds(abs(step - turn) < 1e-9, call, f"The parameters are those after {step:g} steps; another step has the lowest error.")


@pytest.mark.points(2)
@pytest.mark.hint("Stop as soon as `patience` steps in a row have brought no new low: not one earlier, not one later.")
def test_patience_is_exact(student):
    """With the lowest error after 2 steps and a patience of 1, 3, 5 or 300, the last step is 3, 5, 7 or 302."""
    for patience in (1, 3, 5, 300):
        hill = [3.5 + k / 100 for k in range(patience + 3)]
        stops(student, [5, 4, 3, *hill, 0.1], patience, best=2, last=2 + patience, max_steps=400)


@pytest.mark.points(2)
@pytest.mark.hint("Set the count back to 0 at every new low: only steps in a row count.")
def test_patience_begins_anew(student):
    """A new low within the patience starts the count again, as often as it takes."""
    stops(student, [9, 8, 8.5, 8.6, 7, 7.1, 7.2, 6, 6.5, 6.6, 6.7, 0.1], 3, best=7, last=10)


@pytest.mark.hint("Compare with the lowest error so far, not with that of the step before.")
def test_compared_with_the_lowest(student):
    """Falling again after a hill is no success before it gets below the lowest."""
    stops(student, [5, 3, 9, 8, 7, 6, 0.1], 4, best=1, last=5)


@pytest.mark.hint("An equal error is no new low: compare with <, not with <=.")
def test_equal_is_not_lower(student):
    """On a plateau the patience runs out, and the earliest of equals comes back."""
    stops(student, [4, 2, 2, 2, 2, 2, 1], 3, best=1, last=4)


@pytest.mark.hint("The start counts, too: begin with its error as the lowest, errors[0].")
def test_start_can_be_the_best(student):
    """Where every step makes it worse, the start itself comes back."""
    _, found = stops(student, [1, 2, 3, 4, 5, 6, 7], 3, best=0, last=3)
    holds(found == [1, 2, 3, 4], None, f"The errors {found} came back.")


@pytest.mark.hint("Stop after max_steps steps at the latest; then there are max_steps + 1 errors.")
def test_no_more_than_max_steps(student):
    """Errors that fall for ever are followed for max_steps steps, also where that is 0."""
    for most in (6, 1, 0):
        stops(student, [100 - k for k in range(40)], 3, best=most, last=most, max_steps=most)


@pytest.mark.hint("The list holds every error, in order: at the start, then after each step, the last ones included.")
def test_all_errors_are_listed(student, seed):
    """The list is what the validation error was at the start and after each step."""
    errors = [7.5, 3 + seed % 3, 6, 2, 2.5, 2.5, 0]
    call, found = stops(student, errors, 2, best=3, last=5)
    holds(found == errors[:6], call, f"The errors {found} came back.")


@pytest.mark.points(2)
@pytest.mark.hint("Between two errors there is one step of gradient descent: all parameters, minus lr times the gradient at this place.")
def test_steps_are_gradient_descent(student, seed):
    """On a bowl the way is that of gradient descent, and the error is taken after each step."""
    number, params, way = seed % 10**6, {"W1": noise(seed, 1, 4).double().numpy(), "b2": noise(seed + 1, 3).double().numpy()}, []
    call = student.call("early_stopping", params, bowl(number), height(number + 1), 0.1, patience=99, max_steps=8)
    for _ in range(9):
        way.append(params)
        params = {name: array - 0.1 * bowl_at(params, number)[1][name] for name, array in params.items()}
    best, found = pair(call, call.value)
    heights = np.array([bowl_at(place, number + 1)[0] for place in way])
    close(np.array(found), heights, call, rtol=1e-10, atol=0, what="list of errors")
    for name in params:
        close(best[name], way[heights.argmin()][name], call, rtol=1e-10, atol=1e-12, what=name)


@pytest.mark.points(2)
@pytest.mark.hint("Copy what you remember, or make new arrays in every step: best = params is no copy if -= changes the arrays later.")
def test_start_stays_as_it_was(student):
    """A second call gives the same, and the parameters given are not changed."""
    errors = listed([3.0, 2.0, 1.0, 5.0, 6.0, 7.0], LR)
    call = student.call("early_stopping", ZERO, ramp(), errors, LR, times=2, patience=2, max_steps=50)
    unchanged(call)
    best, found = pair(call, call.value)
    holds(found == [3, 2, 1, 5, 6], call, f"The errors {found} came back.")
    close(best["b2"], np.array([2 * LR]), call, rtol=1e-10, what="b2")
