"""Visible checks of tv_loss."""

import pytest
import torch

from pixelgrad.testing import close, holds, noise, unchanged


@pytest.mark.hint("Square the differences of all pixels to the ones below and beside, and add them up.")
def test_value_by_hand(student):
    """Rows (1, 2) and (4, 8) in one channel: 1 + 16 beside, 9 + 36 below."""
    img = torch.zeros(1, 3, 2, 2)
    img[0, 1] = torch.tensor([[1.0, 2.0], [4.0, 8.0]])
    call = student.call("tv_loss", img, 0.5)
    close(call.value, torch.tensor(31.0), call)


@pytest.mark.hint("The last row has pairs beside each other, and the last column pairs below each other.")
def test_last_row_and_column_count(student):
    """A bright pixel in the last corner has two neighbours."""
    img = torch.zeros(1, 3, 4, 5)
    img[0, 0, -1, -1] = 2.0
    call = student.call("tv_loss", img, 1.0)
    close(call.value, torch.tensor(8.0), call)


@pytest.mark.hint("Only neighbours are compared, and a constant image has no differences: use slices, not torch.roll.")
def test_edges_are_not_joined(student):
    """Columns 0, 0, 3 in two rows and three channels: six pairs differ by 3."""
    img = torch.tensor([0.0, 0.0, 3.0]).expand(1, 3, 2, 3).contiguous()
    call = student.call("tv_loss", img, 1.0)
    close(call.value, torch.tensor(54.0), call)


@pytest.mark.hint("Build the loss from img itself: no .data, .item(), detach() or NumPy on the way.")
def test_gradient_reaches_the_image(student):
    """A single bright pixel inside has four neighbours: a gradient of 2 * 4 times its size."""
    img = torch.zeros(1, 3, 3, 3)
    img[0, 2, 1, 1] = 1.0
    call = student.call("tv_loss", img, 0.5, wrt=(0,))
    holds(call.grads[0] is not None, call, "The loss has no gradient with respect to img.")
    close(call.grads[0][0, 2, 1, 1], torch.tensor(4.0), call, what="gradient of the bright pixel")


@pytest.mark.hint("Sum over the images of the batch as well, and leave img as it is.")
def test_two_images(student, seed):
    """The losses of two images add up, and the images stay as they were."""
    img = noise(seed, 2, 3, 4, 5)
    call = student.call("tv_loss", img, 2.0)
    close(call.value, student.tv_loss(img[:1], 2.0) + student.tv_loss(img[1:], 2.0), call)
    unchanged(call)
