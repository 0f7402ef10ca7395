"""Visible checks of extrapolate."""

import pytest
import torch

from pixelgrad.testing import close, noise, shape


@pytest.mark.hint("psi[:, None, None] makes psi the first axis: (T, N, d).")
def test_shape(student, seed):
    """Two vectors of five numbers at three values of psi give 3 x 2 x 5 values."""
    call = student.call("extrapolate", noise(seed, 2, 5), noise(seed + 1, 5), torch.linspace(0, 2, 3))
    shape(call.value, (3, 2, 5), call)


@pytest.mark.hint("centre + psi (z - centre).")
def test_twice_as_far(student):
    """From the centre (1, 0), twice as far as (2, 3) is (3, 6)."""
    call = student.call("extrapolate", torch.tensor([[2.0, 3.0]]), torch.tensor([1.0, 0.0]), torch.tensor([2.0]))
    close(call.value, torch.tensor([[[3.0, 6.0]]]), call)
