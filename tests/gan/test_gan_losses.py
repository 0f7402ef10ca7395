"""Hidden tests of discriminator_loss and generator_loss: by their definition, their gradients, and far from zero.

Tolerance: 1e-5 of the value for float32, 1e-10 where everything is float64. Accepted: a result of shape (1,).
"""

import pytest
import torch
from torch.nn.functional import softplus

from pixelgrad.testing import close, finite, holds, noise, unchanged

FAR = 200.0  # where exp overflows float32


def d_loss(real, fake):
    """-log sigmoid(real) - log(1 - sigmoid(fake)), means over the batch; in float64."""
    return softplus(-real.double()).mean() + softplus(fake.double()).mean()


def g_loss(fake):
    """-log sigmoid(fake), the mean over the batch."""
    return softplus(-fake.double()).mean()


def logits(seed, N=5, columns=True, dtype=torch.float32):
    """Logits of real and of fake images, (N, 1) or (N,)."""
    return tuple(2 * noise(seed + k, *((N, 1) if columns else (N,)), dtype=dtype) for k in (0, 100))


@pytest.mark.hint("Both terms at logit 0 are log 2: real images want the label 1, fakes the label 0; add the two means.")
def test_discriminator_by_hand(student):
    """Where D knows nothing, its loss is 2 log 2; logits of log 3 and -log 3 give 2 log(4/3)."""
    for value, loss in ((0.0, 1.3862943611), (1.0986122887, 0.5753641449)):
        x = torch.full((4, 1), value)
        call = student.call("discriminator_loss", x, -x)
        close(call.value, torch.tensor(loss), call)


@pytest.mark.points(2)
@pytest.mark.hint("Label 1 for logits_real, label 0 for logits_fake; the mean of each, and their sum: no average of the two.")
def test_discriminator_loss(student, seed):
    """The loss is the sum of both cross-entropies, each a mean over its batch."""
    x, y = logits(seed)
    call = student.call("discriminator_loss", x, y + 1)
    close(call.value, d_loss(x, y + 1), call)


@pytest.mark.points(2)
@pytest.mark.hint("Fakes with the label 1: G wins where D takes them for real. Minimising log(1 - D) is another game.")
def test_generator_loss(student, seed):
    """G's loss is the cross-entropy of fakes that are called real."""
    _, y = logits(seed)
    call = student.call("generator_loss", y - 1)
    close(call.value, g_loss(y - 1), call)


@pytest.mark.points(2)
@pytest.mark.hint("Make the labels with torch.ones_like and zeros_like, so that they have the shape of the logits.")
def test_flat_logits(student, seed):
    """Logits of shape (N,) give what they give as (N, 1), for N = 1, 2, 3."""
    for N in (1, 2, 3):
        x, y = logits(seed + N, N, columns=False)
        call = student.call("discriminator_loss", x, y)
        close(call.value, d_loss(x, y), call)
        call = student.call("generator_loss", y)
        close(call.value, g_loss(y), call)


@pytest.mark.points(2)
@pytest.mark.hint("Use binary_cross_entropy_with_logits: log(sigmoid(x)) is -inf where sigmoid(x) rounds to 0.")
def test_far_from_zero(student):
    """Logits of 200 and -200 give losses of 0, 200 and 400, and no nan or inf."""
    x = torch.full((3, 1), FAR)
    for real, fake, loss in ((x, -x, 0.0), (-x, -x, FAR), (-x, x, 2 * FAR)):
        call = student.call("discriminator_loss", real, fake)
        close(call.value, torch.tensor(loss), call, atol=1e-3)
    call = student.call("generator_loss", -x, wrt=(0,))
    close(call.value, torch.tensor(FAR), call)
    holds(call.grads[0] is not None, call, "The loss has no gradient.")
    finite(call.grads[0], call, what="gradient")


@pytest.mark.points(2)
@pytest.mark.hint("Return a tensor that knows where it comes from: no .item(), no detach(), no float().")
def test_discriminator_gradient(student, seed):
    """D's loss has the gradients (sigmoid(x) - 1) / N for real and sigmoid(y) / N for fake logits."""
    x, y = logits(seed, 3)
    call = student.call("discriminator_loss", x, y, wrt=(0, 1))
    for found, grad in ((call.grads[0], x.sigmoid() - 1), (call.grads[1], y.sigmoid())):
        holds(found is not None, call, "The loss has no gradient with respect to one of its arguments.")
        close(found, grad / 3, call, what="gradient")


@pytest.mark.points(2)
@pytest.mark.hint("Return a tensor, and let fakes pull towards the label 1: the gradient is (sigmoid(y) - 1) / N.")
def test_generator_gradient(student, seed):
    """G's loss has the gradient (sigmoid(y) - 1) / N, largest where D is surest that it sees a fake."""
    _, y = logits(seed, 3)
    call = student.call("generator_loss", y, wrt=(0,))
    holds(call.grads[0] is not None, call, "The loss has no gradient.")
    close(call.grads[0], (y.sigmoid() - 1) / 3, call, what="gradient")


@pytest.mark.hint("Compute in the dtype of the logits: labels made with ones_like and zeros_like have it.")
def test_double_precision(student, seed):
    """float64 logits give losses to ten digits."""
    x, y = logits(seed, 4, dtype=torch.float64)
    call = student.call("discriminator_loss", x, y)
    close(call.value, d_loss(x, y), call, rtol=1e-10, atol=0)
    call = student.call("generator_loss", y)
    close(call.value, g_loss(y), call, rtol=1e-10, atol=0)


@pytest.mark.hint("Work on new tensors: no method that ends in an underscore on an argument.")
def test_logits_stay_as_they_were(student, seed):
    """A second call gives the same loss, and the logits stay as they were."""
    x, y = logits(seed)
    call = student.call("discriminator_loss", x, y, times=2)
    close(call.values[1], d_loss(x, y), call)
    unchanged(call)
    call = student.call("generator_loss", y, times=2)
    close(call.values[1], g_loss(y), call)
    unchanged(call)
