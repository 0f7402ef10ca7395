"""Visible checks of fgsm: mid-grey images and networks of two classes, whose gradient has known signs."""

import pytest
import torch
from torch.nn.functional import cross_entropy

from pixelgrad.nets import conv_net, linear_net
from pixelgrad.testing import close, holds, noise, shape, tensor, unchanged, within

MEAN, STD = torch.tensor([[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]])[:, :, None, None]


def of_pixels(pixels):
    """(N, 3, H, W) pixels from 0 to 1 -> normalised."""
    return (pixels - MEAN) / STD


def chequered_net():
    """4x5 images: class 1 minus class 0 weighs +1 and -1 in turn. Returns the network and the signs, (1, 3, 4, 5)."""
    net = linear_net(3, 4, 5, classes=2)
    signs = torch.tensor([1.0, -1.0]).repeat(30)
    net[1].weight.data.copy_(torch.stack([-signs, signs]) / 2)
    return net, signs.view(1, 3, 4, 5)


@pytest.mark.hint("Add eps / STD[c] times the sign of the gradient of F.cross_entropy(model(X), y).")
def test_every_pixel_moves_by_eps(student):
    """On a linear network every pixel moves by eps = 8/255, up where the other class weighs more."""
    net, signs = chequered_net()
    grey = torch.full((1, 3, 4, 5), 0.5)
    call = student.call("fgsm", of_pixels(grey), torch.tensor([0]), net, 8 / 255)
    close(call.value, of_pixels(grey + 8 / 255 * signs), call)


@pytest.mark.hint("Clip the result with clamp_to_valid: every channel has its own black and white.")
def test_pixels_stay_between_black_and_white(student):
    """A step of eps = 1 makes every pixel black or white, and not more."""
    net, signs = chequered_net()
    call = student.call("fgsm", of_pixels(torch.full((1, 3, 4, 5), 0.3)), torch.tensor([0]), net, 1.0)
    shape(call.value, (1, 3, 4, 5), call)
    within(call.value, -MEAN / STD - 1e-4, (1 - MEAN) / STD + 1e-4, call)
    close(call.value, of_pixels((signs + 1) / 2), call)


@pytest.mark.hint("Move uphill, away from the label: X plus the step.")
def test_loss_of_the_label_rises(student, seed):
    """A small step raises the loss of the label."""
    X, y, net = of_pixels(0.3 + 0.4 * noise(seed, 2, 3, 5, 6).sigmoid()), torch.tensor([2, 1]), conv_net()
    call = student.call("fgsm", X, y, net, 0.01)
    shape(call.value, X.shape, call)
    before, after = (cross_entropy(net(Z.float()), y) for Z in (X, tensor(call.value, call)))
    holds(bool(after > before), call, f"The loss was {before:.4f} and is {after:.4f}.")


@pytest.mark.hint("Work on a copy: X.detach().clone().")
def test_arguments_stay_as_they_were(student, seed):
    """The caller's images and the network stay as they were."""
    X = of_pixels(0.3 + 0.4 * noise(seed, 2, 3, 5, 6).sigmoid())
    unchanged(student.call("fgsm", X, torch.tensor([2, 1]), conv_net(), 0.05))
