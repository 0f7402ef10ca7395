"""Visible checks of semantic_dictionary."""

import pytest
import torch

from pixelgrad.nets import conv_net
from pixelgrad.testing import close, holds, noise, shape, unchanged

NAME = "semantic_dictionary"


def biased_net(*biases):
    """Its layer "0" returns these numbers at every place of every image."""
    net = conv_net(width=len(biases))
    net[0].weight.data.zero_()
    net[0].bias.data.copy_(torch.tensor(biases))
    return net


def ranked(student, *args):
    call = student.call(NAME, *args)
    holds(isinstance(call.value, list | tuple) and len(call.value) == 2, call, "Expected two tensors: (channels, values).")
    return call, *call.value


@pytest.mark.hint("Return two tensors of shape (N, top).")
def test_shapes(student, seed):
    """For two images and the three strongest channels there are 2 x 3 channels and values."""
    call, channels, values = ranked(student, conv_net(), noise(seed, 2, 3, 6, 8), "0", (1, 2), 3)
    shape(channels, (2, 3), call, "channels")
    shape(values, (2, 3), call, "values")


@pytest.mark.hint("Sort by value, the largest first: -9 is the weakest.")
def test_order_by_hand(student, seed):
    """Of channels with the values 2, -9, 5 and 1 the three strongest are 2, 0 and 3."""
    call, channels, values = ranked(student, biased_net(2.0, -9.0, 5.0, 1.0), noise(seed, 2, 3, 4, 5), "0", (3, 0), 3)
    close(channels, torch.tensor([[2, 0, 3]] * 2), call, what="channels")
    close(values, torch.tensor([[5.0, 2.0, 1.0]] * 2), call, what="values")


@pytest.mark.hint("position is (row, column), in the layer's own grid.")
def test_position(student, seed):
    """The strongest value at row 1 and column 6 is the largest over the channels there."""
    net, X = conv_net(), noise(seed, 2, 3, 4, 8)
    call, _, values = ranked(student, net, X, "0", (1, 6), 1)
    close(values, net[:1](X)[:, :, 1, 6].amax(dim=1, keepdim=True), call, what="values")


@pytest.mark.hint("Leave the images and the network as they were.")
def test_arguments_stay_as_they_were(student, seed):
    """The images and the network stay as they were."""
    unchanged(student.call(NAME, conv_net(), noise(seed, 2, 3, 4, 5), "2", (0, 1), 2))
