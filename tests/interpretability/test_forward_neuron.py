"""Hidden tests of forward_neuron: by hand, by the network itself, and its gradient.

Tolerance: 1e-5 of the largest value; 1e-6 where everything is float64. Accepted: a result of shape () or (1,).
Not covered: batches of more than one image.
"""

import pytest
import torch

from pixelgrad.nets import conv_net, linear_net
from pixelgrad.testing import close, noise, unchanged


@pytest.mark.hint("Take the score of this neuron only: net(x)[0, neuron], neurons counted from 0.")
def test_every_neuron_by_hand(student, seed):
    """On a linear network each neuron gives the product of its weights and the image, whichever is the largest."""
    net, x = linear_net(1, 4, 5, classes=3, seed=seed), noise(seed + 1, 1, 1, 4, 5)
    for neuron in range(3):
        call = student.call("forward_neuron", net, x, neuron)
        close(call.value, (net[1].weight[neuron] * x.flatten()).sum(), call, atol=1e-5)


@pytest.mark.points(2)
@pytest.mark.hint("Return the raw score: no softmax, no sigmoid, no logarithm.")
def test_score_is_raw(student, seed):
    """Scores far above 1 and far below 0 come back as they are."""
    net, x = conv_net(channels=1, seed=seed), noise(seed + 1, 1, 1, 6, 7)
    net[6].bias.data[:] = torch.tensor([30.0, -40.0, 5.0, 0.0])
    for neuron in (0, 1, 2):
        call = student.call("forward_neuron", net, x, neuron)
        close(call.value, net(x)[0, neuron], call)


@pytest.mark.points(2)
@pytest.mark.hint("Return a tensor that still hangs on x: no .item(), no detach(), no torch.no_grad().")
def test_gradient_reaches_the_image(student, seed):
    """The result has a gradient with respect to the image: the neuron's weights."""
    net, x = linear_net(1, 4, 5, classes=3, seed=seed), noise(seed + 1, 1, 1, 4, 5)
    call = student.call("forward_neuron", net, x, 1, wrt=(1,))
    close(call.grads[1], net[1].weight[1].view(1, 1, 4, 5), call, what="gradient")


@pytest.mark.hint("Do not convert or reshape the image: hand it to the network as it is.")
def test_double_precision_slices(student, seed):
    """A float64 image that is not contiguous in memory, higher than wide, gives a float64 score."""
    net = conv_net(channels=1, seed=seed, dtype="float64")
    x = noise(seed, 1, 12, 9, 2, dtype=torch.float64).permute(0, 3, 1, 2)[:, 1:, ::2, 1:4]  # (1, 1, 6, 3)
    call = student.call("forward_neuron", net, x, 3)
    close(call.value, net(x)[0, 3], call, rtol=1e-10, atol=1e-12)


@pytest.mark.hint("Only look: no train(), nothing changed in place.")
def test_arguments_stay_as_they_were(student, seed):
    """A second call gives the same score, and the network and the image stay as they were."""
    net, x = conv_net(channels=1, seed=seed), noise(seed + 1, 1, 1, 6, 7)
    call = student.call("forward_neuron", net, x, 2, times=2)
    unchanged(call)
    close(call.values[1], net(x)[0, 2], call)
