"""Hidden tests of ls_discriminator_loss and ls_generator_loss: by their definition, and their gradients.

Tolerance: 1e-5 of the value for float32, 1e-10 where everything is float64. Accepted: a result of shape (1,).
"""

import pytest
import torch

from pixelgrad.testing import close, holds, noise, unchanged


def d_loss(real, fake):
    """Mao et al. (2017), equation 2 with the labels 1 and 0."""
    return ((real.double() - 1) ** 2).mean() / 2 + (fake.double() ** 2).mean() / 2


def g_loss(fake):
    return ((fake.double() - 1) ** 2).mean() / 2


def scores(seed, N=5, columns=True, dtype=torch.float32):
    """Scores of real and of fake images, (N, 1) or (N,)."""
    return tuple(2 * noise(seed + k, *((N, 1) if columns else (N,)), dtype=dtype) for k in (0, 100))


@pytest.mark.points(2)
@pytest.mark.hint("Real scores want 1, fake scores want 0: half the mean square of each, no sigmoid before.")
def test_discriminator_by_hand(student):
    """Real scores 3 and fake scores 2 give (4 + 4) / 2; real scores 1 and fake scores 0 give nothing."""
    for real, fake, loss in ((3.0, 2.0, 4.0), (1.0, 0.0, 0.0), (0.0, 1.0, 1.0)):
        call = student.call("ls_discriminator_loss", torch.full((4, 1), real), torch.full((4, 1), fake))
        close(call.value, torch.tensor(loss), call)


@pytest.mark.points(2)
@pytest.mark.hint("Fakes want the score 1: half the mean of (y - 1) squared.")
def test_generator_by_hand(student):
    """Scores of 3 and -1 give (4 + 4) / 4; scores of 1 give nothing."""
    for values, loss in (((3.0, -1.0), 2.0), ((1.0, 1.0), 0.0), ((0.0, 0.0), 0.5)):
        call = student.call("ls_generator_loss", torch.tensor(values)[:, None])
        close(call.value, torch.tensor(loss), call)


@pytest.mark.points(2)
@pytest.mark.hint("Take means over the batch; work with any shape of the scores.")
def test_any_batch(student, seed):
    """Scores of shape (N,) and (N, 1) give the definition's values, for N = 1, 2, 3."""
    for N in (1, 2, 3):
        for columns in (True, False):
            x, y = scores(seed + N, N, columns)
            call = student.call("ls_discriminator_loss", x, y)
            close(call.value, d_loss(x, y), call)
            call = student.call("ls_generator_loss", y)
            close(call.value, g_loss(y), call)


@pytest.mark.points(2)
@pytest.mark.hint("Return a tensor that knows where it comes from: no .item(), no detach(), no abs for the square.")
def test_gradients(student, seed):
    """The gradients are (x - 1) / N for real and y / N for fake scores, and (y - 1) / N for G."""
    x, y = scores(seed, 3)
    call = student.call("ls_discriminator_loss", x, y, wrt=(0, 1))
    other = student.call("ls_generator_loss", y, wrt=(0,))
    for which, found, grad in ((call, call.grads[0], x - 1), (call, call.grads[1], y), (other, other.grads[0], y - 1)):
        holds(found is not None, which, "The loss has no gradient.")
        close(found, grad / 3, which, what="gradient")


@pytest.mark.hint("Compute in the dtype of the scores.")
def test_double_precision(student, seed):
    """float64 scores give losses to ten digits."""
    x, y = scores(seed, 4, dtype=torch.float64)
    call = student.call("ls_discriminator_loss", x, y)
    close(call.value, d_loss(x, y), call, rtol=1e-10, atol=0)
    call = student.call("ls_generator_loss", y)
    close(call.value, g_loss(y), call, rtol=1e-10, atol=0)


@pytest.mark.hint("Work on new tensors: no method that ends in an underscore on an argument.")
def test_scores_stay_as_they_were(student, seed):
    """A second call gives the same loss, and the scores stay as they were."""
    x, y = scores(seed)
    call = student.call("ls_discriminator_loss", x, y, times=2)
    close(call.values[1], d_loss(x, y), call)
    unchanged(call)
    call = student.call("ls_generator_loss", y, times=2)
    close(call.values[1], g_loss(y), call)
    unchanged(call)
