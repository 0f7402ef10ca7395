"""Visible checks of gradient_penalty."""

import pytest
import torch

from pixelgrad import acgan_duel
from pixelgrad.testing import close, holds


def critic(length):
    """A critic whose score has the same slope everywhere."""
    net = acgan_duel.critic(2, 2, linear=True, seed=3).requires_grad_()
    size = float((net.score.weight @ net.inner.weight).norm())
    net.score.weight.data.mul_(length / size)
    return net


@pytest.mark.hint("10 * ((length of each image's gradient - 1) ** 2).mean()")
def test_slope_of_three(student):
    """A critic with a slope of 3 everywhere gets a penalty of 10 * (3 - 1)^2 = 40, one with a slope of 1 gets 0."""
    real, fake = torch.rand(2, 3, 2, 2), -torch.rand(2, 3, 2, 2)
    for length, wanted in ((3.0, 40.0), (1.0, 0.0)):
        call = student.call("gradient_penalty", critic(length), real, fake)
        close(call.value, torch.tensor(wanted), call, atol=1e-4, what="penalty")


@pytest.mark.hint("torch.autograd.grad(..., create_graph=True)")
def test_can_be_differentiated(student):
    """The penalty has a gradient for the weights of the critic."""
    call = student.call("pulls", critic(3.0), torch.rand(2, 3, 2, 2), -torch.rand(2, 3, 2, 2))
    found = [grad for grad in call.value if grad is not None]
    holds(any(float(grad.abs().max()) > 0 for grad in found), call, "No weight of the critic would learn from it.")
