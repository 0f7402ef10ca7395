"""Visible checks of activation and forward."""

import numpy as np
import pytest

from pixelgrad.mlp_probes import bend
from pixelgrad.testing import close, holds, noise, shape


def two(call):
    holds(isinstance(call.value, list | tuple) and len(call.value) == 2, call, "Expected two arrays.")
    return call.value


@pytest.mark.hint("Two arrays of a's shape: h and dh/da.")
def test_activation_has_two_shapes(student):
    """activation gives a value and a derivative for every element."""
    call = student.call("activation", np.linspace(-2, 2, 12).reshape(3, 4))
    for value in two(call):
        shape(value, (3, 4), call)


@pytest.mark.hint("Differentiate your own function again, by hand.")
def test_derivative_at_one_place(student):
    """At a = 0.7 the derivative is the slope that finite differences find."""
    call = student.call("activation", np.array([0.7]))
    high, low = (np.asarray(student.activation(np.array([0.7 + step]))[0]) for step in (1e-5, -1e-5))
    close(two(call)[1], (high - low) / 2e-5, call, rtol=1e-5, what="derivative")


@pytest.mark.hint("y is (N, K), a is (N, H).")
def test_shapes(student, seed):
    """Six inputs through ten hidden units give y (6, 1) and a (6, 10)."""
    params = {"W1": np.ones((1, 10)), "b1": np.zeros(10), "W2": np.ones((10, 1)), "b2": np.zeros(1)}
    call = student.call("forward", params, noise(seed, 6, 1).double().numpy(), bind={"activation": bend()})
    y, a = two(call)
    shape(y, (6, 1), call, "y")
    shape(a, (6, 10), call, "a")


@pytest.mark.hint("A mask of zeros leaves only the bias of the output.")
def test_all_units_out(student):
    """With all factors 0, y is b2."""
    params = {"W1": np.ones((1, 3)), "b1": np.ones(3), "W2": np.ones((3, 1)), "b2": np.array([0.25])}
    call = student.call("forward", params, np.ones((2, 1)), np.zeros((2, 3)), bind={"activation": bend()})
    close(two(call)[0], np.full((2, 1), 0.25), call, what="y")
