"""Visible checks of lerp."""

import pytest
import torch

from pixelgrad.testing import close, noise, shape


@pytest.mark.hint("t[:, None, None] makes the time the first axis: (T, N, d).")
def test_shape(student, seed):
    """Two pairs of five numbers at three times give 3 x 2 x 5 values."""
    call = student.call("lerp", noise(seed, 2, 5), noise(seed + 1, 2, 5), torch.linspace(0, 1, 3))
    shape(call.value, (3, 2, 5), call)


@pytest.mark.hint("(1 - t) z0 + t z1.")
def test_half_way(student):
    """Half-way between (0, 2) and (4, 0) is (2, 1)."""
    call = student.call("lerp", torch.tensor([[0.0, 2.0]]), torch.tensor([[4.0, 0.0]]), torch.tensor([0.5]))
    close(call.value, torch.tensor([[[2.0, 1.0]]]), call)
