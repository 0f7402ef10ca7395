"""Visible checks of weight_decay."""

import numpy as np
import pytest

from pixelgrad.testing import close, holds

PARAMS = {"W1": np.array([[2.0, -1.0]]), "b1": np.array([7.0, 7.0])}
GRADS = {"W1": np.array([[0.5, 0.5]]), "b1": np.array([1.0, 2.0])}


def run(student):
    call = student.call("weight_decay", PARAMS, 1.0, GRADS, 0.1)
    fits = isinstance(call.value, list | tuple) and len(call.value) == 2 and isinstance(call.value[1], dict)
    holds(fits, call, "Expected the loss and a dictionary of gradients.")
    return call, *call.value


@pytest.mark.hint("decay / 2 times the sum of squares.")
def test_loss(student):
    """Weights 2 and -1 with a decay of 0.1 add 0.05 * 5 to the loss."""
    call, E, _ = run(student)
    close(E, np.array(1.25), call, what="loss")


@pytest.mark.hint("decay times the weight, added to its gradient.")
def test_gradient(student):
    """The gradient of a weight of 2 grows by 0.2."""
    call, _, grads = run(student)
    close(grads["W1"], np.array([[0.7, 0.4]]), call, what="gradient of W1")


@pytest.mark.hint("The biases do not decay.")
def test_bias(student):
    """The gradient of a bias stays as it was."""
    call, _, grads = run(student)
    close(grads["b1"], np.array([1.0, 2.0]), call, what="gradient of b1")
