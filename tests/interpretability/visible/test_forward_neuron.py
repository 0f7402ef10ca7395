"""Visible checks of forward_neuron."""

import pytest
import torch

from pixelgrad.nets import linear_net
from pixelgrad.testing import close, noise, unchanged


def table_net():
    """Two pixels, two neurons: y_0 = 3 a + b, y_1 = a - 2 b."""
    net = linear_net(1, 1, 2, classes=2)
    net[1].weight.data.copy_(torch.tensor([[3.0, 1.0], [1.0, -2.0]]))
    return net


@pytest.mark.hint("net(x) has shape (1, C): take row 0 and the column of the neuron.")
def test_value_by_hand(student):
    """Pixels 2 and 5 give 3 * 2 + 5 = 11 for neuron 0 and 2 - 2 * 5 = -8 for neuron 1."""
    x = torch.tensor([2.0, 5.0]).view(1, 1, 1, 2)
    for neuron, expected in ((0, 11.0), (1, -8.0)):
        call = student.call("forward_neuron", table_net(), x, neuron)
        close(call.value, torch.tensor(expected), call)


@pytest.mark.hint("Return the tensor itself: no .item(), no detach().")
def test_gradient_by_hand(student):
    """The gradient of neuron 1 with respect to the image is its weights, 1 and -2."""
    call = student.call("forward_neuron", table_net(), torch.zeros(1, 1, 1, 2), 1, wrt=(1,))
    close(call.grads[1], torch.tensor([1.0, -2.0]).view(1, 1, 1, 2), call, what="gradient")


@pytest.mark.hint("Only look: change nothing.")
def test_arguments_stay_as_they_were(student, seed):
    """The network and the image stay as they were."""
    unchanged(student.call("forward_neuron", linear_net(1, 4, 5), noise(seed, 1, 1, 4, 5), 2))
