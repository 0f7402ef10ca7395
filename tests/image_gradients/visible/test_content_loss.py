"""Visible checks of content_loss."""

import pytest
import torch

from pixelgrad.testing import close, holds, noise, unchanged


@pytest.mark.hint("Add up all squared differences; no mean, no 1/2.")
def test_value_by_hand(student):
    """Differences of 1 and 3 with a weight of 2 give 2 * (1 + 9) = 20."""
    P = torch.tensor([5.0, -1.0]).view(1, 2, 1, 1)
    call = student.call("content_loss", 2.0, P + torch.tensor([1.0, -3.0]).view(1, 2, 1, 1), P)
    close(call.value, torch.tensor(20.0), call)


@pytest.mark.hint("Sum over the images of the batch as well.")
def test_two_images(student):
    """Two images with 2 x 3 x 3 differences of 1 give 36 times the weight."""
    P = torch.zeros(2, 2, 3, 3)
    call = student.call("content_loss", 0.5, P + 1, P)
    close(call.value, torch.tensor(18.0), call)


@pytest.mark.hint("Build the loss from content_current itself: no .data, .item() or detach() on the way.")
def test_gradient_reaches_the_features(student):
    """A value that is too large by 3 has the gradient 6 times the weight."""
    P = torch.zeros(1, 1, 1, 2)
    call = student.call("content_loss", 0.5, P + torch.tensor([3.0, 0.0]), P, wrt=(1,))
    holds(call.grads[1] is not None, call, "The loss has no gradient with respect to content_current.")
    close(call.grads[1], torch.tensor([3.0, 0.0]).view(1, 1, 1, 2), call, what="gradient")


@pytest.mark.hint("Work on new tensors: leave the features as they are.")
def test_arguments_stay_as_they_were(student, seed):
    """The features stay as they were."""
    unchanged(student.call("content_loss", 0.5, noise(seed, 1, 3, 4, 5), noise(seed + 1, 1, 3, 4, 5)))
