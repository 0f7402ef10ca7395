"""Visible checks of weight_images."""

import pytest
import torch

from pixelgrad.learners import linear_classifier
from pixelgrad.testing import close, shape


@pytest.mark.hint("One image per class: (classes, h, w, c).")
def test_shape(student):
    """24 features for images of 3 by 4 pixels are two channels."""
    call = student.call("weight_images", linear_classifier(24), 3, 4)
    shape(call.value, (2, 3, 4, 2), call)


@pytest.mark.hint("The last axis is that of the channels: reshape(classes, h, w, -1).")
def test_first_pixel(student):
    """The first three weights are the three channels of the first pixel."""
    net = linear_classifier(18)
    net.dense.weight.data[1] = torch.arange(18.0)
    call = student.call("weight_images", net, 2, 3)
    shape(call.value, (2, 2, 3, 3), call)
    close(torch.as_tensor(call.value)[1, 0, 0], torch.tensor([0.0, 1.0, 2.0]), call, what="first pixel")


@pytest.mark.hint("Rows before columns.")
def test_last_pixel(student):
    """The last weight belongs to the last row and column."""
    net = linear_classifier(8)
    net.dense.weight.data[0] = torch.arange(8.0)
    call = student.call("weight_images", net, 4, 2)
    shape(call.value, (2, 4, 2, 1), call)
    close(torch.as_tensor(call.value)[0, 3], torch.tensor([[6.0], [7.0]]), call, what="last row")


@pytest.mark.hint("Leave the bias and the size of the weights alone.")
def test_values(student):
    """The weights come back as they are."""
    net = linear_classifier(12, seed=3)
    call = student.call("weight_images", net, 2, 2)
    close(call.value, net.dense.weight.view(2, 2, 2, 3), call)
