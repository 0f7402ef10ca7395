"""Hidden tests of discriminator_loss and generator_loss: values by hand, gradients, any shape. Tolerance: 1e-5."""

import pytest
import torch

from pixelgrad.testing import close, noise, unchanged


def d_loss(real, fake):
    return 0.5 * ((real - 1) ** 2).sum() / real.numel() + 0.5 * (fake**2).sum() / fake.numel()


def g_loss(fake):
    return ((fake - 1) ** 2).sum() / fake.numel()


@pytest.mark.points(2)
@pytest.mark.hint("Half of the mean of (real - 1)^2, plus half of the mean of fake^2.")
def test_discriminator_by_hand(student, seed):
    """Real scores 3 and 1, fakes 2 and 0: (4 + 0) / 4 + (4 + 0) / 4 = 2. Perfect scores give 0."""
    size = 1 + seed % 3
    real, fake = torch.tensor([3.0, 1.0]).repeat(size), torch.tensor([2.0, 0.0]).repeat(size)
    call = student.call("discriminator_loss", real.view(-1, 1, 2, 1), fake.view(-1, 1, 2, 1))
    close(call.value, torch.tensor(2.0), call)
    call = student.call("discriminator_loss", torch.ones(2, 1, 3, 3), torch.zeros(2, 1, 3, 3))
    close(call.value, torch.tensor(0.0), call)


@pytest.mark.hint("The mean of (fake - 1)^2: without a half, and towards 1.")
def test_generator_by_hand(student, seed):
    """Fakes scored 3 and 1 give (4 + 0) / 2 = 2, fakes scored 1 give 0."""
    size = 1 + seed % 3
    call = student.call("generator_loss", torch.tensor([3.0, 1.0]).repeat(size).view(-1, 1, 2, 1))
    close(call.value, torch.tensor(2.0), call)
    call = student.call("generator_loss", torch.ones(2, 1, 3, 3))
    close(call.value, torch.tensor(0.0), call)


@pytest.mark.hint("Take the mean over all scores of each tensor by itself: no labels of a fixed shape, no sum.")
def test_scores_of_any_shape(student, seed):
    """Maps of scores, rows, single scores, and numbers of real images and of fakes that differ."""
    for one, other in (((2, 1, 3, 4), (2, 1, 3, 4)), ((5, 1), (2, 1)), ((3,), (3,)), ((1, 1, 6, 6), (4, 1, 2, 2))):
        real, fake = noise(seed, *one), noise(seed + 1, *other)
        call = student.call("discriminator_loss", real, fake)
        close(call.value, d_loss(real, fake), call)
        call = student.call("generator_loss", fake)
        close(call.value, g_loss(fake), call)


@pytest.mark.points(2)
@pytest.mark.hint("No item(), detach() or sigmoid; the gradient reaches both the real and the fake scores.")
def test_gradients(student, seed):
    """The gradients are those of the squares, also for scores far from 0 and 1."""
    real, fake = 8 * noise(seed, 2, 1, 3, 4), 8 * noise(seed + 1, 2, 1, 3, 4)
    call = student.call("discriminator_loss", real, fake, wrt=(0, 1))
    close(call.grads[0], (real - 1) / real.numel(), call, what="gradient of the real scores")
    close(call.grads[1], fake / fake.numel(), call, what="gradient of the fake scores")
    call = student.call("generator_loss", fake, wrt=(0,))
    close(call.grads[0], 2 * (fake - 1) / fake.numel(), call, what="gradient of the fake scores")


@pytest.mark.hint("Keep the dtype, and change no scores in place.")
def test_double_precision_slices(student, seed):
    """Float64 scores that are not contiguous in memory give double precision and stay as they were."""
    real, fake = (noise(seed + k, 4, 3, 6, dtype=torch.float64).permute(2, 0, 1)[::2] for k in (0, 1))
    call = student.call("discriminator_loss", real, fake, times=2)
    unchanged(call)
    close(call.value, d_loss(real, fake), call, rtol=1e-10, atol=1e-12)
    call = student.call("generator_loss", fake, times=2)
    unchanged(call)
    close(call.value, g_loss(fake), call, rtol=1e-10, atol=1e-12)
