"""Hidden tests of perturb_towards: steps by hand on linear networks, clipping, and autograd in the test itself.

A gradient below 1e-4 of the largest one, but not 0, may get either sign from rounding: such pixels are not compared.
Tolerance: 1e-5 of the largest pixel; 1e-6 in float64. Accepted: cross-entropy summed or averaged, any equal way to write
the step. Not covered: several steps.
"""

import pytest
import torch
from torch.nn.functional import cross_entropy

from pixelgrad.nets import conv_net, linear_net
from pixelgrad.testing import close, close_where_sure, holds, noise, shape, tensor, unchanged, within

STEP = 2 / 255


def picture(seed, n, channels=3, height=5, width=6, reach=0.5, dtype="float32"):
    """Images whose values are drawn from -reach to reach."""
    return (reach * torch.tanh(noise(seed, n, channels, height, width, dtype=torch.float64))).to(getattr(torch, dtype))


def slope(net, X, y):
    """The gradient of the cross-entropy."""
    X = X.clone().requires_grad_()
    return torch.autograd.grad(cross_entropy(net(X), y, reduction="sum"), X)[0]


def agrees(call, value, X, g, gain, rtol=1e-5):
    """Assert that the value is one step against sign(g) and clipped, wherever the sign of g is certain."""
    expected = (X.double() - gain * STEP * g.sign()).clamp(-1, 1)
    close_where_sure(value, expected, g, call, rtol)


@pytest.mark.points(2)
@pytest.mark.hint("Subtract gain * 2 / 255 times the sign of the gradient: towards the other label, downhill in its loss.")
def test_step_by_hand(student, seed):
    """With two classes and a linear network each pixel moves by gain * 2/255 to where the other label weighs more, if either does."""
    net, X = linear_net(3, 5, 6, classes=2, seed=seed), picture(seed + 1, 1)
    net[1].weight.data[:, 20:50] = 0  # pixels without a gradient
    old, other = net[1].weight.view(2, 1, 3, 5, 6)
    call = student.call("perturb_towards", X, torch.tensor([1]), net, 7.0)
    agrees(call, call.value, X, old - other, 7.0)


@pytest.mark.points(2)
@pytest.mark.hint("One 8-bit step is 2 / 255 in [-1, 1], the same in all channels; multiply it by gain.")
def test_gain_counts_8_bit_steps(student, seed):
    """A gain of 2.5, 3.5 or more moves every pixel by so many times 2/255."""
    X, net, gain = picture(seed, 2), linear_net(3, 5, 6, classes=2, seed=seed), 2.5 + seed % 10
    call = student.call("perturb_towards", X, torch.tensor([0, 1]), net, gain)
    shape(call.value, X.shape, call)
    moved = tensor(call.value, call) - X
    close(moved.abs(), torch.full(X.shape, gain * STEP), call, rtol=2e-4, what="change")


@pytest.mark.points(2)
@pytest.mark.hint("Clip the result to [-1, 1]: .clamp(-1, 1).")
def test_pixels_stay_between_minus_one_and_one(student, seed):
    """Pixels near the ends of the range are clipped to exactly -1 and 1; the others are not."""
    X, net, y = picture(seed, 2, reach=1.0), linear_net(3, 5, 6, classes=3, seed=seed), torch.tensor([1, 2])
    call = student.call("perturb_towards", X, y, net, 60)
    shape(call.value, X.shape, call)
    within(call.value, -1 - 1e-6, 1 + 1e-6, call)
    agrees(call, call.value, X, slope(net, X, y), 60)


@pytest.mark.points(2)
@pytest.mark.hint("The loss is the cross-entropy of y_other, F.cross_entropy(model(X), y_other), not the raw score.")
def test_loss_is_the_cross_entropy(student, seed):
    """Among five classes the step follows the sign of the cross-entropy's gradient, whichever class leads."""
    X, net = picture(seed, 3), linear_net(3, 5, 6, classes=5, seed=seed + 1)
    net[1].weight.data.mul_(4)
    y = torch.tensor([0, 3, 4])
    call = student.call("perturb_towards", X, y, net, 5)
    agrees(call, call.value, X, slope(net, X, y), 5)


@pytest.mark.hint("Move downhill in the loss of y_other: its loss has to fall.")
def test_other_label_becomes_likelier(student, seed):
    """A small step lowers the loss of the label that it goes to, for every image, the least likely label too."""
    X, net = picture(seed, 3), linear_net(3, 5, 6, classes=4, seed=seed + 1)
    y = net(X).argmin(dim=1)
    call = student.call("perturb_towards", X, y, net, 1)
    shape(call.value, X.shape, call)
    before, after = (cross_entropy(net(Z.float()), y, reduction="none") for Z in (X, tensor(call.value, call)))
    holds(bool((after < before).all()), call, f"The loss of {int((after >= before).sum())} of 3 labels did not fall.")


@pytest.mark.hint("Use y_other[i] for image i, and no sizes or channels but those of X.")
def test_grey_images_one_by_one(student, seed):
    """Images of one channel in a batch move as they do alone; a single image gives (1, 1, H, W)."""
    X, y, net = picture(seed, 3, 1, 4, 7), torch.tensor([2, 0, 1]), linear_net(1, 4, 7, seed=seed + 1)
    g = slope(net, X, y)
    for part in (slice(0, 3), slice(1, 2)):
        call = student.call("perturb_towards", X[part], y[part], net, 4)
        agrees(call, call.value, X[part], g[part], 4)


@pytest.mark.hint("Do not convert to float32 on the way, and use reshape, not view, on tensors you did not make.")
def test_double_precision_slices(student, seed):
    """Float64 images that are not contiguous in memory move alike."""
    X = picture(seed, 2, 3, 9, 8, dtype="float64").transpose(2, 3)[:, :, ::2, 1:7]  # (2, 3, 4, 6)
    y, net = torch.tensor([3, 1]), conv_net(seed=seed + 1, dtype="float64")
    call = student.call("perturb_towards", X, y, net, 3)
    agrees(call, call.value, X, slope(net, X, y), 3, rtol=1e-6)


@pytest.mark.points(2)
@pytest.mark.hint("Work on a copy: X.detach().clone(); leave the caller's X and the network as they were.")
def test_image_of_the_caller_is_kept(student, seed):
    """A second call gives the same images; the caller's images, the labels and the network stay as they were."""
    X, y, net = picture(seed, 2), torch.tensor([0, 2]), linear_net(3, 5, 6, seed=seed + 1)
    call = student.call("perturb_towards", X, y, net, 10, times=2)
    unchanged(call)
    agrees(call, call.values[1], X, slope(net, X, y), 10)
