"""Visible checks of gradient_descent."""

import numpy as np
import pytest

from pixelgrad.mlp_probes import bowl, bowl_at
from pixelgrad.testing import close, holds

START = {"W1": np.array([[1.0, -2.0]]), "b2": np.array([0.5])}


def run(student, steps):
    call = student.call("gradient_descent", START, bowl(1), steps, 0.1)
    fits = isinstance(call.value, list | tuple) and len(call.value) == 2 and isinstance(call.value[0], dict)
    holds(fits, call, "Expected the parameters, a dictionary, and the list of losses.")
    return call, *call.value


@pytest.mark.hint("w = w - lr * gradient.")
def test_first_step(student):
    """One step moves W1 by -lr times its gradient."""
    call, params, _ = run(student, 1)
    close(params["W1"], START["W1"] - 0.1 * bowl_at(START, 1)[1]["W1"], call, what="W1")


@pytest.mark.hint("One loss a step, before the step.")
def test_losses(student):
    """Five steps give five losses, and they fall."""
    call, _, losses = run(student, 5)
    holds(len(losses) == 5, call, f"{len(losses)} losses came back.")
    holds(losses[-1] < losses[0], call, "The last loss is not below the first.")


@pytest.mark.hint("Enough steps lead to the bottom, where the gradient is 0.")
def test_reaches_the_bottom(student):
    """After 300 steps the gradient is gone."""
    call, params, _ = run(student, 300)
    grads = bowl_at({name: np.asarray(array) for name, array in params.items()}, 1)[1]
    close(grads["W1"], np.zeros((1, 2)), call, atol=1e-5, what="gradient of W1")
