"""Hidden tests of gram_matrix: by hand, entry by entry, symmetry, forgetting positions, and its gradient.

Tolerance: 1e-5 of the largest value, some hundred roundings of float32; 1e-10 where everything is float64.
"""

import pytest
import torch

from pixelgrad.testing import close, holds, noise, shape, unchanged


def gram(F, normalize=True):
    """The definition, entry by entry."""
    _, C, H, W = F.shape
    G = torch.stack([torch.stack([(F[:, c] * F[:, d]).sum((1, 2)) for d in range(C)], 1) for c in range(C)], 1)
    return G / (C * H * W) if normalize else G


@pytest.mark.hint("Keep the batch axis: the result has shape (N, C, C), also when N is 1.")
def test_single_image_keeps_its_batch_axis(student, seed):
    """One image of five channels gives one matrix, (1, 5, 5)."""
    F = noise(seed, 1, 5, 3, 4)
    call = student.call("gram_matrix", F)
    shape(call.value, (1, 5, 5), call)
    close(call.value, gram(F), call)


@pytest.mark.points(2)
@pytest.mark.hint("Multiply within each image: F @ F.transpose(1, 2) for F of shape (N, C, H * W).")
def test_every_image_has_its_own(student, seed):
    """Two and three images give two and three matrices, each that of its image alone."""
    for N in (2, 3):
        F = noise(seed + N, N, 4, 3, 5)
        call = student.call("gram_matrix", F)
        shape(call.value, (N, 4, 4), call)
        close(call.value, gram(F), call)


@pytest.mark.points(2)
@pytest.mark.hint("Divide by C * H * W: channels, height and width, but not the number of images.")
def test_normalised_value_by_hand(student, seed):
    """Channels full of 1 and 2 on 3 x 5 pixels: entries 15, 30 and 60, divided by 2 * 3 * 5."""
    F = torch.tensor([1.0, 2.0]).view(1, 2, 1, 1).expand(3, 2, 3, 5).contiguous()
    call = student.call("gram_matrix", F, normalize=True)
    close(call.value, torch.tensor([[0.5, 1.0], [1.0, 2.0]]).expand(3, 2, 2), call)


@pytest.mark.hint("With normalize=False nothing is divided; without the argument the result is normalised.")
def test_normalisation_can_be_left_out(student, seed):
    """With normalize=False, by name or by position, the sums come as they are."""
    F = noise(seed, 2, 3, 4, 7)
    call = student.call("gram_matrix", F, False)
    close(call.value, gram(F, False), call)
    call = student.call("gram_matrix", F, normalize=False)
    close(call.value, gram(F, False), call)


@pytest.mark.hint("Sum over positions; the matrix is C by C, whatever H and W are.")
def test_positions_are_forgotten(student, seed):
    """Shuffled positions give the same matrix."""
    F = noise(seed, 2, 3, 4, 5)
    order = torch.randperm(20, generator=torch.Generator().manual_seed(seed))
    call = student.call("gram_matrix", F.flatten(2)[..., order].view(2, 3, 2, 10))
    close(call.value, gram(F), call)


@pytest.mark.points(2)
@pytest.mark.hint("Use reshape instead of view: features need not be contiguous. Do not convert to float32.")
def test_double_precision_and_strided_input(student, seed):
    """float64 features that are not contiguous, columns before rows in memory, give the same to ten digits."""
    F = noise(seed, 2, 3, 5, 4, dtype=torch.float64).transpose(2, 3)
    call = student.call("gram_matrix", F)
    close(call.value, gram(F), call, rtol=1e-10, atol=1e-12)


@pytest.mark.points(2)
@pytest.mark.hint("Build the matrix from features themselves: no .data, detach() or copy into a new tensor.")
def test_gradient(student, seed):
    """The sum of the matrix has the gradient 2 * (sum over channels) / (C H W) at every position."""
    F = noise(seed, 2, 3, 4, 5)
    call = student.call("gram_matrix", F, wrt=(0,))
    holds(call.grads[0] is not None, call, "The matrix has no gradient with respect to features.")
    close(call.grads[0], (2 * F.sum(1, keepdim=True) / 60).expand(F.shape), call, what="gradient")


@pytest.mark.hint("Work on new tensors: leave the features as they are, and remember nothing between calls.")
def test_arguments_stay_as_they_were(student, seed):
    """A second call gives the same, and the features stay as they were."""
    F = noise(seed, 2, 3, 4, 5)
    call = student.call("gram_matrix", F, times=2)
    close(call.values[1], gram(F), call)
    unchanged(call)
