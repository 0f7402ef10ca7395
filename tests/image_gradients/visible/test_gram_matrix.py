"""Visible checks of gram_matrix."""

import pytest
import torch

from pixelgrad.testing import close, holds, noise, shape


@pytest.mark.hint("Keep the batch axis: the result has shape (N, C, C), also when N is 1.")
def test_one_matrix_per_image(student, seed):
    """There is one matrix per image: (N, 4, 3, 5) gives (N, 4, 4)."""
    for N in (1, 2):
        call = student.call("gram_matrix", noise(seed, N, 4, 3, 5))
        shape(call.value, (N, 4, 4), call)


@pytest.mark.hint("Multiply the (C, H * W) matrix by its transpose, and divide by C * H * W.")
def test_value_by_hand(student):
    """Two channels on two pixels, (1, 2) and (3, 4): entries 5, 11 and 25, divided by 4."""
    F = torch.tensor([1.0, 2.0, 3.0, 4.0]).view(1, 2, 1, 2)
    call = student.call("gram_matrix", F)
    close(call.value, torch.tensor([[[5.0, 11.0], [11.0, 25.0]]]) / 4, call)


@pytest.mark.hint("With normalize=False nothing is divided.")
def test_normalisation_can_be_left_out(student):
    """With normalize=False the same entries come undivided."""
    F = torch.tensor([1.0, 2.0, 3.0, 4.0]).view(1, 2, 1, 2)
    call = student.call("gram_matrix", F, normalize=False)
    close(call.value, torch.tensor([[[5.0, 11.0], [11.0, 25.0]]]), call)


@pytest.mark.hint("Multiply within each image only.")
def test_images_do_not_mix(student, seed):
    """An image in a batch has the matrix that it has alone."""
    F = noise(seed, 2, 3, 4, 5)
    call = student.call("gram_matrix", F)
    close(call.value[1:], student.gram_matrix(F[1:]), call)


@pytest.mark.hint("Use reshape instead of view: features need not be contiguous.")
def test_strided_input(student, seed):
    """Features that are not contiguous work as well."""
    F = noise(seed, 1, 3, 5, 4).transpose(2, 3)
    call = student.call("gram_matrix", F)
    close(call.value, student.gram_matrix(F.contiguous()), call)


@pytest.mark.hint("Build the matrix from features themselves: no .data or detach().")
def test_gradient_reaches_the_features(student, seed):
    """The matrix has a gradient with respect to the features."""
    call = student.call("gram_matrix", noise(seed, 1, 2, 3, 4), wrt=(0,))
    holds(call.grads[0] is not None, call, "The matrix has no gradient with respect to features.")
