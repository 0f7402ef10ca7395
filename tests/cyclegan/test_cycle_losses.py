"""Hidden tests of cycle_loss and identity_loss on a small smooth generator. Tolerance: 1e-5; 1e-4 for gradients of means."""

import pytest
import torch

from pixelgrad.exchange import painter_net as painter
from pixelgrad.testing import close, noise, unchanged


@pytest.mark.points(2)
@pytest.mark.hint("weight times the mean of |back(fake) - real|: send the fake back, and compare with the real image.")
def test_cycle_is_the_mean_size(student, seed):
    """For one, two and three images the loss is the mean size of the difference after the way back."""
    for N, H, W in ((1, 4, 6), (2, 5, 3), (3, 4, 4)):
        F, fake, real = painter(seed), noise(seed + 1, N, 3, H, W), noise(seed + 2, N, 3, H, W)
        call = student.call("cycle_loss", F, fake, real, 1.0)
        close(call.value, (F(fake) - real).abs().sum() / real.numel(), call)


@pytest.mark.points(2)
@pytest.mark.hint("weight times the mean of |G(target) - target|.")
def test_identity_is_the_mean_size(student, seed):
    """For one, two and three images the loss is the mean size of what the generator changes."""
    for N, H, W in ((1, 4, 6), (2, 5, 3), (3, 4, 4)):
        G, target = painter(seed), noise(seed + 1, N, 3, H, W)
        call = student.call("identity_loss", G, target, 1.0)
        close(call.value, (G(target) - target).abs().sum() / target.numel(), call)


@pytest.mark.hint("Multiply by the weight; its defaults are 10 for the cycle and 5 for the identity.")
def test_weights(student, seed):
    """A weight of 3 and 0.5 multiplies each loss; without one it is 10, and 5."""
    G, X, real = painter(seed), noise(seed + 1, 2, 3, 4, 5), noise(seed + 2, 2, 3, 4, 5)
    cycle, same = (G(X) - real).abs().mean(), (G(X) - X).abs().mean()
    for options, first, second in (({"weight": 3.0}, 3, 3), ({"weight": 0.5}, 0.5, 0.5), ({}, 10, 5)):
        call = student.call("cycle_loss", G, X, real, **options)
        close(call.value, first * cycle, call)
        call = student.call("identity_loss", G, X, **options)
        close(call.value, second * same, call)


@pytest.mark.points(2)
@pytest.mark.hint("No detach() and no no_grad(): the cycle must teach the generator that made the fake, too.")
def test_gradient_reaches_the_fake(student, seed):
    """The gradient of the cycle loss reaches the fake, through the way back, and that of the identity loss its target."""
    F, fake, real = painter(seed), noise(seed + 1, 2, 3, 4, 5), noise(seed + 2, 2, 3, 4, 5)
    call = student.call("cycle_loss", F, fake, real, wrt=(1,))
    leaf = fake.clone().requires_grad_()
    (right,) = torch.autograd.grad(10 * (F(leaf) - real).abs().mean(), leaf)
    close(call.grads[1], right, call, rtol=1e-4, what="gradient of the fake")
    call = student.call("identity_loss", F, fake, wrt=(1,))
    (right,) = torch.autograd.grad(5 * (F(leaf) - leaf).abs().mean(), leaf)
    close(call.grads[1], right, call, rtol=1e-4, what="gradient of the target")


@pytest.mark.hint("Ask the generator once, in its own mode; keep the dtype and change nothing in place.")
def test_double_precision_slices(student, seed):
    """Float64 images that are not contiguous in memory give double precision; images and generator stay as they were."""
    G = painter(seed, "float64")
    fake, real = (noise(seed + k, 8, 5, 3, 2, dtype=torch.float64).permute(3, 2, 0, 1)[..., ::2, :] for k in (1, 2))
    call = student.call("cycle_loss", G, fake, real, times=2)
    unchanged(call)
    close(call.value, 10 * (G(fake) - real).abs().mean(), call, rtol=1e-10, atol=1e-12)
    call = student.call("identity_loss", G, fake, times=2)
    unchanged(call)
    close(call.value, 5 * (G(fake) - fake).abs().mean(), call, rtol=1e-10, atol=1e-12)
