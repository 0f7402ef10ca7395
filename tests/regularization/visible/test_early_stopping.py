"""Visible checks of early_stopping."""

import numpy as np
import pytest

from pixelgrad.mlp_probes import listed, ramp
from pixelgrad.testing import close, holds

START = {"W1": np.zeros((1, 2)), "b2": np.zeros(1)}


def run(student, errors, patience, max_steps=20):
    call = student.call("early_stopping", START, ramp(), listed(errors, 0.5), 0.5, patience=patience, max_steps=max_steps)
    fits = isinstance(call.value, list | tuple) and len(call.value) == 2 and isinstance(call.value[0], dict)
    holds(fits, call, "Expected the best parameters, a dictionary, and the list of errors.")
    return call, *call.value


@pytest.mark.hint("Keep the parameters of the lowest error.")
def test_lowest_error(student):
    """Errors 4, 2, 3, 5: the parameters after one step come back. (Each step adds 0.5 to every parameter here.)"""
    call, params, _ = run(student, [4.0, 2.0, 3.0, 5.0], 2)
    close(params["b2"], np.array([0.5]), call, what="b2")


@pytest.mark.hint("Count the steps without a new low.")
def test_stops(student):
    """With a patience of 2 it stops after the third step: four errors."""
    call, _, errors = run(student, [4.0, 2.0, 3.0, 5.0, 1.0, 0.5], 2)
    holds(len(errors) == 4, call, f"{len(errors)} errors came back.")


@pytest.mark.hint("max_steps is the limit, however well it goes.")
def test_limit(student):
    """After max_steps steps it stops, although the errors still fall."""
    call, _, errors = run(student, [9.0 - k for k in range(9)], 3, max_steps=4)
    holds(len(errors) == 5, call, f"{len(errors)} errors came back.")
