"""Visible checks of dropout_mask."""

import numpy as np
import pytest

from pixelgrad.mlp_probes import dice
from pixelgrad.testing import close, holds, shape


@pytest.mark.hint("rng.random(shape) >= rate, divided by 1 - rate.")
def test_values(student):
    """With a rate of 0.2 the factors are 0 and 1.25."""
    call = student.call("dropout_mask", (30, 10), 0.2, dice(1))
    shape(call.value, (30, 10), call, "mask")
    found = sorted(set(np.asarray(call.value).round(6).ravel().tolist()))
    holds(found == [0.0, 1.25], call, f"The factors {found[:4]} came back.")


@pytest.mark.hint("rate is the probability of 0.")
def test_share(student):
    """About nine of ten factors are 0 with a rate of 0.9."""
    call = student.call("dropout_mask", (100, 100), 0.9, dice(1))
    gone = float((np.asarray(call.value) == 0).mean())
    holds(0.85 < gone < 0.95, call, f"{gone:.0%} of the factors are 0.")


@pytest.mark.hint("Without train: np.ones(shape).")
def test_test_time(student):
    """Without train all factors are 1."""
    call = student.call("dropout_mask", (2, 3), 0.5, dice(1), train=False)
    close(call.value, np.ones((2, 3)), call, what="mask")
