"""Hidden tests of gradient_descent: the whole way down an uneven, tilted bowl, step by step.

The loss and its gradients come from a known function that remembers where it was asked. Tolerance: 1e-10.
"""

import numpy as np
import pytest

from pixelgrad.mlp_probes import bowl, bowl_at
from pixelgrad.testing import close, holds, noise, unchanged


def start(seed):
    sizes = {"W1": (1, 4), "b1": (4,), "W2": (4, 2), "b2": (2,)}
    return {name: noise(seed + k, *size).double().numpy() for k, (name, size) in enumerate(sizes.items())}


def run(student, params, seed, steps, lr, **options):
    call = student.call("gradient_descent", params, bowl(seed), steps, lr, after=(1,), **options)
    for value in call.values:
        fits = isinstance(value, list | tuple) and len(value) == 2 and isinstance(value[0], dict)
        holds(fits, call, "Expected the parameters, a dictionary, and the list of losses.")
    return call


def walk(params, seed, steps, lr):
    """The definition: the last parameters and all losses."""
    losses = []
    for _ in range(steps):
        loss, grads = bowl_at(params, seed)
        losses.append(loss)
        params = {name: array - lr * grads[name] for name, array in params.items()}
    return params, losses


def agrees(call, value, expected):
    """Assert that every parameter is where it should be."""
    holds(set(value) == set(expected), call, f"The parameters are called {sorted(map(str, value))}; expected {sorted(expected)}.")
    for name in expected:
        close(value[name], expected[name], call, rtol=1e-10, atol=1e-12, what=name)


@pytest.mark.points(2)
@pytest.mark.hint("w = w - lr * gradient, for every parameter: down the slope, by lr.")
def test_one_step(student, seed):
    """One step moves every parameter by -lr times its gradient, for small and for large rates."""
    for lr in (0.01, 0.3):
        params = start(seed)
        call = run(student, params, seed % 10**6, 1, lr)
        agrees(call, call.value[0], walk(params, seed % 10**6, 1, lr)[0])


@pytest.mark.points(3)
@pytest.mark.hint("Ask for the gradient anew at every step, and change nothing but by lr * gradient: no momentum, no shrinking rate.")
def test_whole_way(student, seed):
    """Twenty-five steps lead where the gradient at each of them points."""
    params = start(seed)
    call = run(student, params, seed % 10**6, 25, 0.1)
    agrees(call, call.value[0], walk(params, seed % 10**6, 25, 0.1)[0])


@pytest.mark.points(2)
@pytest.mark.hint("Append the loss of each step before you move: the first is that at the start, and there are `steps` of them.")
def test_losses_on_the_way(student, seed):
    """The losses are those met before each of the steps, the first at the start."""
    params = start(seed)
    call = run(student, params, seed % 10**6, 7, 0.1)
    expected = np.array(walk(params, seed % 10**6, 7, 0.1)[1])
    close(np.array([float(np.asarray(loss)) for loss in call.value[1]]), expected, call, rtol=1e-10, atol=0, what="list of losses")


@pytest.mark.hint("Call gradient(params) once a step, keep both answers, and move all parameters with the same gradients.")
def test_asked_once_a_step(student, seed):
    """The gradient is asked once a step, always with all parameters from the same step."""
    call = run(student, start(seed), seed % 10**6, 6, 0.1)
    asked = call.after[1].asked()
    holds(len(asked) in (6, 7), call, f"The gradient was asked {len(asked)} times for 6 steps.")
    way = [walk(start(seed), seed % 10**6, k, 0.1)[0] for k in range(6)]
    for place, expected in zip(asked, way, strict=False):
        agrees(call, place, expected)


@pytest.mark.hint("With steps=0 there is nothing to do: the start and an empty list.")
def test_no_steps(student, seed):
    """No steps give the start back, and no losses."""
    params = start(seed)
    call = run(student, params, seed % 10**6, 0, 0.1)
    agrees(call, call.value[0], params)
    holds(len(call.value[1]) == 0, call, f"{len(call.value[1])} losses came back.")


@pytest.mark.points(2)
@pytest.mark.hint("params[name] -= ... changes the caller's array: make copies first, or new arrays. Begin anew at every call.")
def test_start_stays_as_it_was(student, seed):
    """A second call from the same start leads to the same place, and the start is not changed."""
    params = start(seed)
    call = run(student, params, seed % 10**6, 5, 0.1, times=2)
    unchanged(call)
    agrees(call, call.value[0], walk(params, seed % 10**6, 5, 0.1)[0])
