"""Visible checks of maximise_neuron, with a right forward_neuron in the place of yours."""

import pytest
import torch

from pixelgrad.nets import conv_net, linear_net
from pixelgrad.probes import neuron_score
from pixelgrad.testing import close, holds, noise, shape, tensor, unchanged

BIND = {"forward_neuron": neuron_score()}


@pytest.mark.hint("Return an image of the shape of x0.")
def test_shape_is_kept(student, seed):
    """The result is an image of the shape of x0."""
    call = student.call("maximise_neuron", conv_net(channels=1), noise(seed, 1, 1, 6, 8), 0, 2, 0.1, bind=BIND)
    shape(call.value, (1, 1, 6, 8), call)


@pytest.mark.hint("Each step adds lr times the gradient, which is here always the same.")
def test_steps_by_hand(student):
    """With weights 3 and 1, two steps with lr = 0.5 move a black image to 3 and 1."""
    net = linear_net(1, 1, 2, classes=2)
    net[1].weight.data.copy_(torch.tensor([[3.0, 1.0], [1.0, -2.0]]))
    call = student.call("maximise_neuron", net, torch.zeros(1, 1, 1, 2), 0, 2, 0.5, bind=BIND)
    close(call.value, torch.tensor([3.0, 1.0]).view(1, 1, 1, 2), call)


@pytest.mark.hint("Move uphill: plus the gradient of the neuron that is asked for.")
def test_score_rises_with_every_stage(student, seed):
    """Twenty steps raise a neuron's score above that after ten, and that above the start's."""
    net, x0 = conv_net(channels=1), noise(seed, 1, 1, 6, 8)
    y = [float(net(x0)[0, 2])]
    for steps in (10, 20):
        call = student.call("maximise_neuron", net, x0, 2, steps, 0.5, bind=BIND)
        y.append(float(net(tensor(call.value, call).float())[0, 2]))
    holds(y[0] < y[1] < y[2], call, "The scores after 0, 10 and 20 steps are {:.4g}, {:.4g} and {:.4g}.".format(*y))


@pytest.mark.hint("x = x + ... makes a new image; x += ... would change x0.")
def test_start_stays_as_it_was(student, seed):
    """The start and the network stay as they were."""
    unchanged(student.call("maximise_neuron", conv_net(channels=1), noise(seed, 1, 1, 6, 8), 1, 3, 0.1, bind=BIND))
