"""Hidden tests of content_loss: by hand, by another formula, and its gradient.

Tolerance: 1e-5 of the largest value, some hundred roundings of float32; 1e-6 where everything is float64. Accepted:
a result of shape (1,), float64 inside.
"""

import pytest
import torch

from pixelgrad.testing import close, holds, noise, unchanged


def features(seed, *shape, dtype=torch.float32):
    """Two different sets of feature maps."""
    return noise(seed, *shape, dtype=dtype), noise(seed + 1, *shape, dtype=dtype)


@pytest.mark.hint("Add up all squared differences; do not average them, and put no 1/2 in front.")
def test_value_by_hand(student, seed):
    """Six differences of 2 and a weight of 0.5 give 0.5 * 6 * 4 = 12."""
    P = noise(seed, 1, 1, 2, 3).round()
    call = student.call("content_loss", 0.5, P + 2, P)
    close(call.value, torch.tensor(12.0), call)


@pytest.mark.points(2)
@pytest.mark.hint("Square each difference before the sum; the loss is never negative.")
def test_differences_are_squared(student, seed):
    """The loss is the weight times the squared Euclidean distance, for maps that are wider than high."""
    F, P = features(seed, 1, 4, 3, 7)
    call = student.call("content_loss", 0.3, F, P)
    close(call.value, 0.3 * torch.cdist(F.double().view(1, -1), P.double().view(1, -1))[0, 0] ** 2, call)


@pytest.mark.hint("Sum over the images of the batch as well: do not pick one of them, nor divide by their number.")
def test_batch_adds_up(student, seed):
    """The loss of a batch of three is the sum of the three losses."""
    F, P = features(seed, 3, 2, 4, 5)
    call = student.call("content_loss", 2.0, F, P)
    close(call.value, sum(student.content_loss(2.0, F[k : k + 1], P[k : k + 1]) for k in range(3)), call)
    close(call.value, 2 * (F - P).double().square().sum(), call)


@pytest.mark.points(2)
@pytest.mark.hint("Build the loss from content_current itself: no .data, .item() or detach() on the way.")
def test_gradient(student, seed):
    """The gradient with respect to the current features is 2 * weight * (current - original)."""
    F, P = features(seed, 2, 3, 4, 5)
    call = student.call("content_loss", 0.7, F, P, wrt=(1,))
    holds(call.grads[1] is not None, call, "The loss has no gradient with respect to content_current.")
    close(call.grads[1], 1.4 * (F - P), call, what="gradient")


@pytest.mark.hint("Multiply by content_weight as it is given.")
def test_weight_scales_the_loss(student, seed):
    """A weight of 0 gives 0; a weight of 1000 gives a thousand times the loss of weight 1."""
    F, P = features(seed, 1, 3, 4, 5)
    call = student.call("content_loss", 0.0, F, P)
    close(call.value, torch.tensor(0.0), call)
    call = student.call("content_loss", 1000.0, F, P)
    close(call.value, 1000 * (F - P).double().square().sum(), call)


@pytest.mark.hint("Use reshape instead of view, and do not convert to float32 on the way.")
def test_double_precision_and_strided_input(student, seed):
    """float64 features that are not contiguous give the same loss to twelve digits."""
    F, P = (X.permute(0, 3, 1, 2) for X in features(seed, 2, 4, 5, 3, dtype=torch.float64))
    call = student.call("content_loss", 0.1, F, P)
    close(call.value, 0.1 * (F - P).square().sum(), call, rtol=1e-12, atol=0)


@pytest.mark.hint("Work on new tensors: no -=, pow_ or mul_ on what you are given, and no memory between calls.")
def test_arguments_stay_as_they_were(student, seed):
    """A second call gives the same, and the features stay as they were."""
    F, P = features(seed, 2, 3, 4, 5)
    call = student.call("content_loss", 0.5, F, P, times=2)
    close(call.values[1], 0.5 * (F - P).square().sum(), call)
    unchanged(call)
