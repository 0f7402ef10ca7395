"""Visible checks of residual_generator and patch_discriminator."""

import pytest

from pixelgrad.testing import holds, noise, shape, within


@pytest.mark.hint("Two strides of 2 on the way down, two transposed convolutions on the way up; tanh at the end.")
def test_generator(student, seed):
    """Images keep their shape, and values lie between -1 and 1."""
    call = student.call("residual_generator", 3, 4, 1)
    images = call.value(noise(seed, 2, 3, 8, 12))
    shape(images, (2, 3, 8, 12), call, "output")
    within(images, -1, 1, call, "output")


@pytest.mark.hint("w (3 * 7 * 7 + 1) + 2w (9w + 1) + 4w (18w + 1) + ...: every convolution has a bias, and nothing else has numbers.")
def test_size_of_the_generator(student):
    """With width 4 and one block the generator has 8739 numbers."""
    call = student.call("residual_generator", 3, 4, 1)
    count = sum(value.numel() for value in call.value.state_dict(destination={}).values())
    holds(count == 8739, call, f"It has {count}.")


@pytest.mark.hint("4x4 kernels, padding 1; the last two have stride 1 and make the map smaller by 1 each.")
def test_discriminator(student, seed):
    """With three layers, 64 x 48 pixels give 6 x 4 scores; with one layer, 8 x 8 pixels give 2 x 2."""
    for layers, size, scores in ((3, (64, 48), (6, 4)), (1, (8, 8), (2, 2))):
        call = student.call("patch_discriminator", 3, 2, layers)
        shape(call.value(noise(seed, 2, 3, *size)), (2, 1, *scores), call, "output")
