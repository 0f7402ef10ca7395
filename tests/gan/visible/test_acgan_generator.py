"""Visible checks of class_noise and ACGANGenerator."""

import pytest
import torch

from pixelgrad import dissect
from pixelgrad.testing import holds, shape, tensor, within


@pytest.mark.hint("torch.cat([F.one_hot(y, 10).float(), torch.randn(len(y), 90)], dim=1)")
def test_noise(student):
    """Classes 2 and 9 give two rows of a hundred numbers, with a 1 at 2 and at 9."""
    call = student.call("class_noise", torch.tensor([2, 9]))
    shape(call.value, (2, 100), call)
    head = tensor(call.value, call)[:, :10]
    holds(head.argmax(dim=1).tolist() == [2, 9] and float(head.sum()) == 2, call, "The first ten numbers are not one-hot.")


@pytest.mark.hint("A linear layer, transposed convolutions at 1, 5 and 7, batch normalisation after each ReLU.")
def test_number_of_parameters(student):
    """It has 3559363 parameters, or 3553483 with BatchNorm2d after the linear layer."""
    call = student.call("ACGANGenerator")
    count = dissect.parameters(dissect.layers(call.value, call))
    holds(count in (3_559_363, 3_553_483), call, f"It has {count} parameters.")


@pytest.mark.hint("Reshape to (N, width, 4, 4) after the linear layer; three doublings make 32; Tanh last.")
def test_images(student):
    """Two rows of noise give two images (3, 32, 32) from -1 to 1."""
    call = student.call("ACGANGenerator", width=2)
    made = dissect.output(call.value, torch.randn(2, 100), call, "images")
    shape(made, (2, 3, 32, 32), call, "images")
    within(made, -1, 1, call, "images")
