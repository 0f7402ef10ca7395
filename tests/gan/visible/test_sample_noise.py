"""Visible checks of sample_noise."""

import pytest
import torch

from pixelgrad.testing import close, holds, shape, within


@pytest.mark.hint("torch.rand(batch_size, dim) has the right shape; it must be stretched to [-1, 1].")
def test_shape_and_range(student):
    """Fifty vectors of eight numbers between -1 and 1, on both sides of 0."""
    call = student.call("sample_noise", 50, 8)
    shape(call.value, (50, 8), call)
    within(call.value, -1, 1, call)
    holds(bool((call.value < -0.5).any()) and bool((call.value > 0.5).any()), call, "It does not fill [-1, 1].")


@pytest.mark.hint("if seed is not None: torch.manual_seed(seed)")
def test_seed(student):
    """A seed makes the noise repeat, and no seed makes it new."""
    call = student.call("sample_noise", 2, 3, seed=7, times=2)
    close(call.values[0], call.values[1], call)
    call = student.call("sample_noise", 2, 3, times=2)
    holds(not torch.equal(call.values[0], call.values[1]), call, "Two calls without a seed gave the same noise.")
