"""Visible checks of integrated_gradients."""

import pytest
import torch

from pixelgrad.nets import conv_net, linear_net
from pixelgrad.probes import counted_net
from pixelgrad.testing import close, holds, noise, shape, tensor, unchanged

NAME = "integrated_gradients"


@pytest.mark.hint("There is one share per pixel: (N, 1, H, W).")
def test_one_share_per_pixel(student, seed):
    """Two images give two maps of their own size."""
    call = student.call(NAME, conv_net(channels=1), noise(seed, 2, 1, 6, 8), 1, torch.zeros(1, 1, 6, 8), 5)
    shape(call.value, (2, 1, 6, 8), call)


@pytest.mark.hint("A share is (x - x') times the mean gradient: do not forget the factor, nor the division by m.")
def test_linear_score_by_hand(student):
    """Weights 3 and -2, image 2 and 5, baseline 1 and 1: shares of 3 and -8."""
    net = linear_net(1, 1, 2, classes=1)
    net[1].weight.data.copy_(torch.tensor([[3.0, -2.0]]))
    x, baseline = torch.tensor([2.0, 5.0]).view(1, 1, 1, 2), torch.ones(1, 1, 1, 2)
    call = student.call(NAME, net, x, 0, baseline, 4)
    close(call.value, torch.tensor([3.0, -8.0]).view(1, 1, 1, 2), call)


@pytest.mark.hint("With m = 1 the only point is k / m = 1, the image itself.")
def test_one_step_is_gradient_times_difference(student, seed):
    """With steps_m = 1 a share is the gradient at the image times its difference to the baseline."""
    net, X, baseline = conv_net(channels=1), noise(seed, 2, 1, 5, 6), noise(seed + 1, 1, 1, 5, 6)
    points = X.clone().requires_grad_()
    (g,) = torch.autograd.grad(net(points)[:, 2].sum(), points)
    call = student.call(NAME, net, X, 2, baseline, 1)
    close(call.value, g * (X - baseline), call)


@pytest.mark.hint("Sum the signed shares over m points: more points bring the sum nearer to F(x) - F(x').")
def test_completeness(student, seed):
    """With 100 steps the shares add up to F(x) - F(x') within 2 % of the largest difference."""
    net, X, baseline = conv_net(channels=1), 2 * noise(seed, 3, 1, 5, 6), torch.zeros(1, 1, 5, 6)
    call = student.call(NAME, net, X, 0, baseline, 100)
    total, difference = tensor(call.value, call).sum(dim=(1, 2, 3)), (net(X) - net(baseline))[:, 0]
    gap = float((total - difference).abs().max())
    holds(gap < 0.02 * float(difference.abs().max()) + 1e-3, call, f"The sums miss F(x) - F(x') by up to {gap:.2g}.")


@pytest.mark.hint("Hand the network some of the points at a time and add up the gradients.")
def test_memory_is_bounded(student, seed):
    """With 2 images and 300 steps the network never gets more than 256 images at once."""
    net = counted_net()
    call = student.call(NAME, net, noise(seed, 2, 1, 3, 4), 0, torch.zeros(1, 1, 3, 4), 300, after=(0,))
    largest = call.after[0].largest()
    holds(0 < largest <= 256, call, f"It got {largest} images at once.")


@pytest.mark.hint("Leave images, baseline and network as they were.")
def test_arguments_stay_as_they_were(student, seed):
    """The images, the baseline and the network stay as they were."""
    unchanged(student.call(NAME, conv_net(channels=1), noise(seed, 2, 1, 5, 6), 1, torch.zeros(1, 1, 5, 6), 4))
