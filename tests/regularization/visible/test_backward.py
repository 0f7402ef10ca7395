"""Visible checks of backward."""

import numpy as np
import pytest

from pixelgrad.mlp import central_differences, start
from pixelgrad.mlp_probes import bend, passed, passing
from pixelgrad.testing import close, holds, shape

X, T = np.linspace(0, 1, 5)[:, None], np.array([[0.5], [-1.0], [0.0], [2.0], [1.0]])
PARAMS = start(hidden=4, seed=1, steepness=2.0)


def run(student):
    call = student.call("backward", PARAMS, X, T, bind={"activation": bend(), "forward": passing()})
    fits = isinstance(call.value, list | tuple) and len(call.value) == 2 and isinstance(call.value[1], dict)
    holds(fits, call, "Expected the loss and a dictionary of gradients.")
    holds(set(call.value[1]) == set(PARAMS), call, f"The gradients are called {sorted(call.value[1])}.")
    return call, *call.value


def loss(params):
    return float(((passed(params, X)[0] - T) ** 2).mean() / 2)


@pytest.mark.hint("Each gradient has the shape of its parameter.")
def test_shapes(student):
    """Every gradient has the shape of its parameter."""
    call, _, grads = run(student)
    for name, array in PARAMS.items():
        shape(grads[name], array.shape, call, f"gradient of {name}")


@pytest.mark.hint("Half the mean squared distance.")
def test_loss(student):
    """The loss is half the mean squared distance of the outputs to the targets."""
    call, E, _ = run(student)
    close(E, np.array(loss(PARAMS)), call, what="loss")


@pytest.mark.hint("Write the chain rule down once more, with shapes.")
def test_finite_differences(student):
    """On a small network all gradients agree with central differences."""
    call, _, grads = run(student)
    for name, slope in central_differences(loss, PARAMS, 1e-5).items():
        close(grads[name], slope, call, rtol=1e-4, atol=1e-7, what=f"gradient of {name}")
