"""Hidden tests of feature_matching_loss: the squared distance of two means, its gradient, and what it does not see.

Tolerance: 1e-5 of the largest value for float32, 1e-10 where everything is float64. Accepted: a result of shape (1,); a
gradient for the real features or none.
"""

import pytest
import torch

from pixelgrad.testing import close, holds, noise, unchanged


def loss_of(real, fake):
    """Salimans et al. (2016), section 3.1."""
    return ((real.double().mean(0) - fake.double().mean(0)) ** 2).sum()


def features(seed, N=5, M=5, size=(7,), dtype=torch.float32):
    """Features of N real and M fake images."""
    return 1 + noise(seed, N, *size, dtype=dtype), 2 * noise(seed + 1, M, *size, dtype=dtype)


@pytest.mark.points(2)
@pytest.mark.hint("First the mean over the batch, then the difference, then the sum of its squares.")
def test_by_hand(student):
    """Means (1, 2) and (4, 6) are 3 * 3 + 4 * 4 = 25 apart."""
    real, fake = torch.tensor([[0.0, 2.0], [2.0, 2.0]]), torch.tensor([[6.0, 5.0], [2.0, 7.0]])
    call = student.call("feature_matching_loss", real, fake)
    close(call.value, torch.tensor(25.0), call)


@pytest.mark.points(2)
@pytest.mark.hint("Sum the squares over the features: no mean, no square root.")
def test_definition(student, seed):
    """The loss is the squared Euclidean distance of the two mean feature vectors."""
    for N in (1, 2, 3):
        real, fake = features(seed + N, N, N)
        call = student.call("feature_matching_loss", real, fake)
        close(call.value, loss_of(real, fake), call)


@pytest.mark.hint("Compare means, not images: which fake is compared with which real image must not matter.")
def test_order_does_not_matter(student, seed):
    """Fakes in another order have the same loss, and different images with the same mean have none."""
    real, fake = features(seed, 4, 4)
    one, two = student.call("feature_matching_loss", real, fake), student.call("feature_matching_loss", real, fake.flip(0))
    close(two.value, one.value, two)
    close(two.value, loss_of(real, fake), two)


@pytest.mark.hint("Take the mean of each batch by itself: the batches may differ in size.")
def test_batches_of_different_size(student, seed):
    """Five real images can be compared with two fakes."""
    real, fake = features(seed, 5, 2)
    call = student.call("feature_matching_loss", real, fake)
    close(call.value, loss_of(real, fake), call)


@pytest.mark.hint("Take the mean over dim 0 only, and sum the squares over everything that is left.")
def test_feature_maps(student, seed):
    """Feature maps (N, C, H, W) keep their positions apart."""
    real, fake = features(seed, 3, 3, (2, 3, 4))
    call = student.call("feature_matching_loss", real, fake)
    close(call.value, loss_of(real, fake), call)


@pytest.mark.points(2)
@pytest.mark.hint("The gradient must reach the fake features: no .item(), no detach() of fake, no no_grad().")
def test_gradient(student, seed):
    """Every fake is pulled alike, by 2 (mean of fakes - mean of real) / M."""
    real, fake = features(seed, 4, 3)
    call = student.call("feature_matching_loss", real, fake, wrt=(1,))
    holds(call.grads[1] is not None, call, "The loss has no gradient with respect to the fake features.")
    close(call.grads[1], (2 * (fake.mean(0) - real.mean(0)) / 3).expand(3, 7), call, what="gradient")


@pytest.mark.hint("Compute in the dtype of the features, and leave them as they are.")
def test_double_precision_and_second_call(student, seed):
    """float64 gives ten digits, twice the same, and the features stay as they were."""
    real, fake = features(seed, dtype=torch.float64)
    call = student.call("feature_matching_loss", real, fake, times=2)
    close(call.values[1], loss_of(real, fake), call, rtol=1e-10, atol=0)
    unchanged(call)
