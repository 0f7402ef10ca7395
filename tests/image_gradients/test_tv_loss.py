"""Hidden tests of tv_loss: by hand, pixel by pixel, symmetries, its gradient, and a limit in time.

Tolerance: 1e-5 of the largest value, some hundred roundings of float32; 1e-12 where everything is float64. Accepted:
a result of shape (1,), float64 inside.
"""

import pytest
import torch

from pixelgrad.testing import close, holds, noise, unchanged


def variation(img):
    """The definition, pair by pair."""
    H, W = img.shape[2:]
    below = sum((img[:, :, i + 1] - img[:, :, i]).double().square().sum() for i in range(H - 1))
    return below + sum((img[..., j + 1] - img[..., j]).double().square().sum() for j in range(W - 1))


@pytest.mark.points(2)
@pytest.mark.hint("Count all pairs: those beside each other in the last row and below each other in the last column, too.")
def test_every_corner_counts(student, seed):
    """A single bright pixel of size 3 has two neighbours in a corner: 2 * 9, whichever corner."""
    for row, column in ((0, 0), (0, -1), (-1, 0), (-1, -1)):
        img = torch.zeros(1, 3, 4, 5)
        img[0, seed % 3, row, column] = 3.0
        call = student.call("tv_loss", img, 1.0)
        close(call.value, torch.tensor(18.0), call)


@pytest.mark.hint("The last pixel of a row is no neighbour of the first: use slices, not torch.roll.")
def test_ramp_by_hand(student, seed):
    """Columns 0, 1, 2, 3 in 3 rows and 3 channels: 27 pairs differ by 1."""
    img = torch.arange(4.0).expand(1, 3, 3, 4).contiguous()
    call = student.call("tv_loss", img, 1.0)
    close(call.value, torch.tensor(27.0), call)
    call = student.call("tv_loss", img.transpose(2, 3).contiguous(), 1.0)
    close(call.value, torch.tensor(27.0), call)


@pytest.mark.points(2)
@pytest.mark.hint("Square each difference, sum both directions over all channels, and divide by nothing.")
def test_value_pair_by_pair(student, seed):
    """The loss agrees with the sum written pair by pair, for images that are wider than high or higher than wide."""
    for height, width in ((3, 7), (6, 4)):
        img = noise(seed, 1, 3, height, width)
        call = student.call("tv_loss", img, 0.3)
        close(call.value, 0.3 * variation(img), call)


@pytest.mark.hint("Sum over the images of the batch as well: no img[0], no squeeze, no division by N.")
def test_batch_adds_up(student, seed):
    """The loss of a batch of three is the sum of the three losses."""
    img = noise(seed, 3, 3, 4, 5)
    call = student.call("tv_loss", img, 2.0)
    close(call.value, sum(student.tv_loss(img[k : k + 1], 2.0) for k in range(3)), call)
    close(call.value, 2 * variation(img), call)


@pytest.mark.points(2)
@pytest.mark.hint("Build the loss from img itself: no .data, .item(), detach() or NumPy on the way.")
def test_gradient(student, seed):
    """The gradient at each pixel is 2 * weight * (sum of its differences to its neighbours)."""
    img = noise(seed, 2, 3, 4, 5)
    call = student.call("tv_loss", img, 0.7, wrt=(0,))
    holds(call.grads[0] is not None, call, "The loss has no gradient with respect to img.")
    leaf = img.double().requires_grad_()
    close(call.grads[0], torch.autograd.grad(0.7 * variation(leaf), leaf)[0], call, what="gradient")


@pytest.mark.hint("Multiply the whole sum by tv_weight, both directions.")
def test_weight_scales_the_loss(student, seed):
    """A weight of 0 gives 0; a weight of 1000 gives a thousand times the loss of weight 1."""
    img = noise(seed, 1, 3, 4, 5)
    call = student.call("tv_loss", img, 0.0)
    close(call.value, torch.tensor(0.0), call)
    call = student.call("tv_loss", img, 1000.0)
    close(call.value, 1000 * variation(img), call)


@pytest.mark.hint("Do not convert to float32 on the way; use reshape instead of view.")
def test_double_precision_and_strided_input(student, seed):
    """float64 images that are not contiguous give the same loss to twelve digits."""
    img = noise(seed, 2, 4, 5, 3, dtype=torch.float64).permute(0, 3, 1, 2)
    call = student.call("tv_loss", img, 0.1)
    close(call.value, 0.1 * variation(img), call, rtol=1e-12, atol=0)


@pytest.mark.hint("Work on new tensors: no -=, pow_ or clamp_ on img, and no memory between calls.")
def test_image_stays_as_it_was(student, seed):
    """A second call gives the same, and the image stays as it was."""
    img = noise(seed, 2, 3, 4, 5)
    call = student.call("tv_loss", img, 0.5, times=2)
    close(call.values[1], 0.5 * variation(img), call)
    unchanged(call)


@pytest.mark.limit(2)
@pytest.mark.hint("Subtract two slices of the whole image, as in img[:, :, 1:] - img[:, :, :-1], instead of a loop over pixels.")
def test_vectorised(student, seed):
    """An image of 192 x 256 pixels takes less than half a second."""
    img = noise(seed, 1, 3, 192, 256)
    call = student.call("tv_loss", img, 1e-3)
    close(call.value, 1e-3 * variation(img), call)
    holds(call.seconds < 0.5, call, f"It took {call.seconds:.2g} s; without a loop over pixels it is a few milliseconds.")
