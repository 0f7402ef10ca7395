"""Visible checks of minibatch_discrimination."""

import pytest
import torch

from pixelgrad.testing import close, shape


@pytest.mark.hint("Features first, then one number for each of the B kernels: torch.cat along dim 1.")
def test_shape(student):
    """Five images with A = 4 features and B = 3 kernels give rows of 7, which begin with the features."""
    features = torch.rand(5, 4)
    call = student.call("minibatch_discrimination", features, torch.rand(4, 3, 2))
    shape(call.value, (5, 7), call)
    close(call.value[:, :4], features, call, what="first part")


@pytest.mark.hint("exp(-0) = 1 for each pair of equal images, an image with itself included.")
def test_equal_images(student):
    """Three equal images have a closeness of 3, whatever T is."""
    call = student.call("minibatch_discrimination", torch.ones(3, 2), torch.rand(2, 4, 5))
    shape(call.value, (3, 6), call)
    close(call.value[:, 2:], torch.full((3, 4), 3.0), call, what="closeness")


@pytest.mark.hint("Sum the absolute differences over C, then exp, then sum over the images j.")
def test_two_images(student):
    """Images 2 apart in each of C = 2 components have a closeness of 1 + exp(-4)."""
    call = student.call("minibatch_discrimination", torch.tensor([[0.0], [2.0]]), torch.ones(1, 1, 2))
    close(call.value[:, 1:], torch.full((2, 1), 1.0183156), call, what="closeness")
