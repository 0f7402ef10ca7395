"""Visible checks of perturb_towards: grey images and networks of two classes, whose gradient has known signs."""

import pytest
import torch
from torch.nn.functional import cross_entropy

from pixelgrad.nets import conv_net, linear_net
from pixelgrad.testing import close, holds, noise, shape, tensor, unchanged, within


def chequered_net():
    """4x5 images: class 1 minus class 0 weighs +1 and -1 in turn. Returns the network and the signs, (1, 3, 4, 5)."""
    net = linear_net(3, 4, 5, classes=2)
    signs = torch.tensor([1.0, -1.0]).repeat(30)
    net[1].weight.data.copy_(torch.stack([-signs, signs]) / 2)
    return net, signs.view(1, 3, 4, 5)


@pytest.mark.hint("Subtract gain * 2 / 255 times the sign of the gradient of F.cross_entropy(model(X), y_other).")
def test_every_pixel_moves_by_the_gain(student):
    """On a linear network every pixel moves by 10 * 2/255, up where the other label weighs more."""
    net, signs = chequered_net()
    call = student.call("perturb_towards", torch.full((1, 3, 4, 5), 0.1), torch.tensor([1]), net, 10)
    close(call.value, 0.1 + 20 / 255 * signs, call)


@pytest.mark.hint("Clip the result with clamp(-1, 1).")
def test_pixels_stay_between_minus_one_and_one(student):
    """A gain of 255 makes every pixel -1 or 1, and not more."""
    net, signs = chequered_net()
    call = student.call("perturb_towards", torch.full((1, 3, 4, 5), 0.1), torch.tensor([1]), net, 255)
    shape(call.value, (1, 3, 4, 5), call)
    within(call.value, -1 - 1e-6, 1 + 1e-6, call)
    close(call.value, signs, call)


@pytest.mark.hint("Move downhill: X minus the step.")
def test_other_label_becomes_likelier(student, seed):
    """A small step lowers the loss of the label it goes to, for images of one channel, too."""
    for channels in (3, 1):
        X, y, net = 0.5 * noise(seed, 2, channels, 5, 6).tanh(), torch.tensor([2, 1]), conv_net(channels=channels)
        call = student.call("perturb_towards", X, y, net, 1)
        shape(call.value, X.shape, call)
        before, after = (cross_entropy(net(Z.float()), y) for Z in (X, tensor(call.value, call)))
        holds(bool(after < before), call, f"The loss was {before:.4f} and is {after:.4f}.")


@pytest.mark.hint("Work on a copy: X.detach().clone().")
def test_arguments_stay_as_they_were(student, seed):
    """The caller's images and the network stay as they were."""
    X = 0.5 * noise(seed, 2, 3, 5, 6).tanh()
    unchanged(student.call("perturb_towards", X, torch.tensor([2, 1]), conv_net(), 5))
