"""Visible checks of ImagePool."""

import pytest
import torch

from pixelgrad.testing import close, holds, shape, tensor


def marked(first, n):
    return torch.arange(first, first + n, dtype=torch.float32).view(n, 1, 1, 1).expand(n, 3, 2, 2).clone()


@pytest.mark.hint("While the pool is not full, keep the image and return it.")
def test_filling(student):
    """The first four images of a pool of four come back."""
    call = student.call("ImagePool", 4)
    for first in (1, 3):
        close(call.value.query(marked(first, 2)), marked(first, 2), call, what="batch from query")


@pytest.mark.hint("torch.stack the images, one for each of the batch.")
def test_shape(student):
    """A full pool returns as many images as it gets."""
    call = student.call("ImagePool", 2)
    for k in range(4):
        shape(call.value.query(marked(3 * k, 3)), (3, 3, 2, 2), call, "batch from query")


@pytest.mark.hint("With probability 1/2 the new image, else an old one, whose place the new one takes.")
def test_old_and_new(student):
    """Of 100 images after the first three, some that come back are new and some are old."""
    call = student.call("ImagePool", 3)
    call.value.query(marked(0, 3))
    same = float((tensor(call.value.query(marked(3, 100)), call) == marked(3, 100)).double().mean())
    holds(0.2 < same < 0.8, call, f"{same:.0%} of what came back was new.")
