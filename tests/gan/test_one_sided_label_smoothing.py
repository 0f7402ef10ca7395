"""Hidden tests of one_sided_label_smoothing: what the smooth label changes, and what it must not touch.

Tolerance: 1e-5 of the value for float32, 1e-10 where everything is float64. Accepted: a result of shape (1,).
"""

import pytest
import torch
from torch.nn.functional import softplus

from pixelgrad.testing import close, finite, holds, noise, unchanged


def loss_of(real, fake, smooth=0.1):
    """Cross-entropy with the label 1 - smooth for real and 0 for fake, means over the batch."""
    x, y = real.double(), fake.double()
    return (softplus(-x) + smooth * x).mean() + softplus(y).mean()


def logits(seed, N=5, columns=True, dtype=torch.float32):
    """Logits of real and of fake images, (N, 1) or (N,)."""
    return tuple(2 * noise(seed + k, *((N, 1) if columns else (N,)), dtype=dtype) for k in (0, 100))


@pytest.mark.points(2)
@pytest.mark.hint("Real images have the label 1 - smooth, fakes the label 0.")
def test_definition(student, seed):
    """The loss is the cross-entropy with the label 1 - smooth for real images, for any smooth."""
    for smooth in (0.05, 0.3):
        x, y = logits(seed)
        call = student.call("one_sided_label_smoothing", x, y, smooth=smooth)
        close(call.value, loss_of(x, y, smooth), call)


@pytest.mark.hint("smooth=0.1 is the default: the label of real images is then 0.9.")
def test_default(student, seed):
    """Without the argument real images have the label 0.9."""
    x, y = logits(seed)
    call = student.call("one_sided_label_smoothing", x, y)
    close(call.value, loss_of(x, y), call)


@pytest.mark.points(2)
@pytest.mark.hint("One-sided: the label of fakes stays exactly 0.")
def test_fakes_are_not_smoothed(student, seed):
    """The gradient for fake logits does not depend on smooth: it is sigmoid(y) / N."""
    x, y = logits(seed, 3)
    call = student.call("one_sided_label_smoothing", x, y, smooth=0.2, wrt=(1,))
    holds(call.grads[1] is not None, call, "The loss has no gradient with respect to logits_fake.")
    close(call.grads[1], y.sigmoid() / 3, call, what="gradient")


@pytest.mark.points(2)
@pytest.mark.hint("Return a tensor that knows where it comes from; the gradient for real logits is (sigmoid(x) - 0.9) / N.")
def test_sure_is_punished(student, seed):
    """The gradient for real logits is (sigmoid(x) - 1 + smooth) / N, which turns round where D is too sure."""
    x, y = logits(seed, 3)
    call = student.call("one_sided_label_smoothing", x + 2, y, smooth=0.2, wrt=(0,))
    holds(call.grads[0] is not None, call, "The loss has no gradient with respect to logits_real.")
    close(call.grads[0], ((x + 2).sigmoid() - 0.8) / 3, call, what="gradient")


@pytest.mark.hint("Make the labels with full_like, so that they have the shape and the dtype of the logits.")
def test_any_batch_and_dtype(student, seed):
    """Flat logits and float64 work, for N = 1, 2, 3."""
    for N in (1, 2, 3):
        x, y = logits(seed + N, N, columns=N == 2, dtype=torch.float64)
        call = student.call("one_sided_label_smoothing", x, y)
        close(call.value, loss_of(x, y), call, rtol=1e-10, atol=0)


@pytest.mark.hint("Use binary_cross_entropy_with_logits, which also works where sigmoid rounds to 0 or 1.")
def test_far_from_zero(student):
    """Logits of 200 and -200 give finite losses: a real image called real costs 0.1 * 200."""
    x = torch.full((3, 1), 200.0)
    for real, fake, loss in ((x, -x, 20.0), (-x, x, 380.0)):
        call = student.call("one_sided_label_smoothing", real, fake)
        finite(call.value, call)
        close(call.value, torch.tensor(loss), call)


@pytest.mark.hint("Work on new tensors, and remember nothing.")
def test_logits_stay_as_they_were(student, seed):
    """A second call gives the same loss, and the logits stay as they were."""
    x, y = logits(seed)
    call = student.call("one_sided_label_smoothing", x, y, times=2)
    close(call.values[1], loss_of(x, y), call)
    unchanged(call)
