"""Hidden tests of fgsm: steps by hand on linear networks, the range of pixels, and autograd in the test itself.

A gradient below 1e-4 of the largest one, but not 0, may get either sign from rounding: such pixels are not compared.
Tolerance: 1e-5 of the largest pixel; 1e-6 in float64. Accepted: cross-entropy summed or averaged, a step made in pixels
or in normalised units. Not covered: targeted and iterated attacks.
"""

import pytest
import torch
from torch.nn.functional import cross_entropy

from pixelgrad.nets import conv_net, linear_net
from pixelgrad.testing import close, close_where_sure, noise, shape, tensor, unchanged, within

MEAN, STD = torch.tensor([[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]], dtype=torch.float64)[:, :, None, None]
LOW, HIGH = -MEAN / STD, (1 - MEAN) / STD


def photo(seed, n, height=5, width=6, low=0.3, high=0.7, dtype="float32"):
    """Normalised images whose pixels are drawn from `low` to `high`."""
    pixels = low + (high - low) * torch.sigmoid(2 * noise(seed, n, 3, height, width, dtype=torch.float64))
    return ((pixels - MEAN) / STD).to(getattr(torch, dtype))


def slope(net, X, y):
    """The gradient of the cross-entropy."""
    X = X.clone().requires_grad_()
    return torch.autograd.grad(cross_entropy(net(X), y, reduction="sum"), X)[0]


def agrees(call, value, X, g, eps, rtol=1e-5):
    """Assert that the value is one step along sign(g) and clipped, wherever the sign of g is certain."""
    expected = torch.minimum(torch.maximum(X.double() + eps / STD * g.sign(), LOW), HIGH)
    close_where_sure(value, expected, g, call, rtol)


@pytest.mark.points(2)
@pytest.mark.hint("Add eps / STD[c] times the sign of the gradient: uphill, and only the sign counts.")
def test_step_by_hand(student, seed):
    """With two classes and a linear network each pixel moves by eps to where the other class weighs more, if either does."""
    net, X = linear_net(3, 5, 6, classes=2, seed=seed), photo(seed + 1, 1)
    net[1].weight.data[:, 20:50] = 0  # pixels without a gradient
    other, own = net[1].weight.view(2, 1, 3, 5, 6)
    call = student.call("fgsm", X, torch.tensor([1]), net, 0.05)
    agrees(call, call.value, X, other - own, 0.05)


@pytest.mark.points(2)
@pytest.mark.hint("eps is in pixel units from 0 to 1: a normalised channel moves by eps / STD[c].")
def test_eps_is_in_pixel_units(student, seed):
    """Seen as pixels, all three channels change by exactly eps."""
    X, net, eps = photo(seed, 2), linear_net(3, 5, 6, classes=2, seed=seed), (3 + seed % 20) / 255
    call = student.call("fgsm", X, torch.tensor([0, 1]), net, eps)
    shape(call.value, X.shape, call)
    moved = (tensor(call.value, call) - X) * STD
    close(moved.abs(), torch.full(X.shape, eps), call, rtol=2e-4, what="change in pixel units")


@pytest.mark.points(2)
@pytest.mark.hint("Clip last, each channel to its own range: clamp_to_valid(...).")
def test_pixels_stay_valid(student, seed):
    """Pixels near black and white are clipped to exactly black and white, in every channel."""
    X, net, y = photo(seed, 2, low=0.0, high=1.0), linear_net(3, 5, 6, classes=3, seed=seed), torch.tensor([1, 2])
    call = student.call("fgsm", X, y, net, 0.4)
    shape(call.value, X.shape, call)
    within(call.value, LOW - 1e-4, HIGH + 1e-4, call)
    agrees(call, call.value, X, slope(net, X, y), 0.4)


@pytest.mark.points(2)
@pytest.mark.hint("The loss is the cross-entropy of y, F.cross_entropy(model(X), y), not the raw score.")
def test_loss_is_the_cross_entropy(student, seed):
    """Among five classes the step follows the sign of the cross-entropy's gradient, with a label that need not lead."""
    X, net = photo(seed, 3), linear_net(3, 5, 6, classes=5, seed=seed + 1)
    net[1].weight.data.mul_(4)
    y = torch.tensor([0, 3, 4])
    call = student.call("fgsm", X, y, net, 0.03)
    agrees(call, call.value, X, slope(net, X, y), 0.03)


@pytest.mark.hint("One step from X itself: no random start, and no step at all where eps is 0.")
def test_no_step_without_eps(student, seed):
    """With eps = 0 the images come back as they are."""
    X = photo(seed, 2, low=0.0, high=1.0)
    call = student.call("fgsm", X, torch.tensor([1, 0]), linear_net(3, 5, 6, seed=seed), 0.0)
    close(call.value, X, call)


@pytest.mark.hint("Use y[i] for image i, and no sizes but those of X; the images of a batch do not mix.")
def test_batch_is_its_images_one_by_one(student, seed):
    """The images of a batch move as they do alone; a single image gives (1, 3, H, W)."""
    X, y, net = photo(seed, 3, 4, 7), torch.tensor([2, 0, 1]), linear_net(3, 4, 7, seed=seed + 1)
    g = slope(net, X, y)
    for part in (slice(0, 3), slice(1, 2)):
        call = student.call("fgsm", X[part], y[part], net, 0.02)
        agrees(call, call.value, X[part], g[part], 0.02)


@pytest.mark.hint("Take the dtype from X (X.new_tensor(STD)), and use reshape, not view, on tensors you did not make.")
def test_double_precision_slices(student, seed):
    """Float64 images that are not contiguous in memory move alike."""
    X = photo(seed, 2, 9, 8, dtype="float64").transpose(2, 3)[:, :, ::2, 1:7]  # (2, 3, 4, 6)
    y, net = torch.tensor([3, 1]), conv_net(seed=seed + 1, dtype="float64")
    call = student.call("fgsm", X, y, net, 0.02)
    agrees(call, call.value, X, slope(net, X, y), 0.02, rtol=1e-6)


@pytest.mark.points(2)
@pytest.mark.hint("Work on a copy: X.detach().clone(); leave the caller's X and the network as they were.")
def test_image_of_the_caller_is_kept(student, seed):
    """A second call gives the same images; the caller's images, the labels and the network stay as they were."""
    X, y, net = photo(seed, 2), torch.tensor([0, 2]), linear_net(3, 5, 6, seed=seed + 1)
    call = student.call("fgsm", X, y, net, 0.05, times=2)
    unchanged(call)
    agrees(call, call.values[1], X, slope(net, X, y), 0.05)
