"""Visible checks of walk."""

import pytest
import torch

from pixelgrad.testing import close, noise, shape


@pytest.mark.hint("The steps are the first axis: (T, N, d).")
def test_shape(student, seed):
    """Two rows of five numbers and three steps give 3 x 2 x 5 values."""
    v = torch.nn.functional.normalize(noise(seed, 5), dim=0)
    call = student.call("walk", noise(seed + 1, 2, 5), noise(seed + 2, 5), v, 1.0, torch.tensor([-1.0, 0.0, 1.0]))
    shape(call.value, (3, 2, 5), call)


@pytest.mark.hint("Set the coordinate along the component to step * deviation, counted from the mean; keep the rest.")
def test_along_the_first_axis(student):
    """With mean (2, 2) and deviation 3, one step along (1, 0) takes (9, 4) to (5, 4)."""
    w, mean, v = torch.tensor([[9.0, 4.0]]), torch.tensor([2.0, 2.0]), torch.tensor([1.0, 0.0])
    call = student.call("walk", w, mean, v, 3.0, torch.tensor([1.0]))
    close(call.value, torch.tensor([[[5.0, 4.0]]]), call)
