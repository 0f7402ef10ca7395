"""Visible checks of log_spectrum."""

import numpy as np
import pytest

from pixelgrad.testing import close, finite, holds, noise, shape, tensor


@pytest.mark.hint("Transform over axes=(1, 2), height and width; the shape stays as it is.")
def test_constant_image_has_one_wave(student):
    """A constant image of value 2 and size (3, 5) has the sum 30 at frequency 0, and nothing elsewhere."""
    call = student.call("log_spectrum", np.full((1, 3, 5, 2), 2.0))
    shape(call.value, (1, 3, 5, 2), call)
    expected = np.zeros((1, 3, 5, 2))
    expected[0, 0, 0] = 30
    close(tensor(call.value, call).exp(), expected, call, what="magnitude, exp(result),")


@pytest.mark.hint("Add eps = 1e-12 to the absolute value, inside the logarithm.")
def test_black_image_is_finite(student):
    """A black image has a finite spectrum."""
    call = student.call("log_spectrum", np.zeros((2, 4, 3, 1)))
    finite(call.value, call)


@pytest.mark.hint("np.log is the natural logarithm; take it of np.abs(F), not of its square.")
def test_twice_as_bright(student, seed):
    """Twice the brightness adds log(2) at frequency 0."""
    X = noise(seed, 1, 4, 6, 3).abs().numpy()
    dark, call = student.call("log_spectrum", X), student.call("log_spectrum", 2 * X)
    gain = tensor(call.value, call)[:, 0, 0] - tensor(dark.value, dark)[:, 0, 0]
    close(gain, np.full((1, 3), np.log(2)), call, rtol=1e-4, what="gain")


@pytest.mark.hint("Every image by itself: axis 0 is not transformed.")
def test_batch_is_its_images(student, seed):
    """An image in a batch has the spectrum that it has alone."""
    X = noise(seed, 3, 4, 5, 3).numpy()
    call = student.call("log_spectrum", X)
    shape(call.value, X.shape, call)
    alone = tensor(student.log_spectrum(X[1:2]), call)
    close(tensor(call.value, call)[1:2].exp(), alone.exp(), call, what="magnitude, exp(result),")


@pytest.mark.hint("np.fft.fft2 takes 8-bit pixels as they are.")
def test_eight_bit_pixels(student):
    """8-bit pixels work: twelve pixels of 200 have the sum 2400."""
    call = student.call("log_spectrum", np.full((1, 3, 4, 1), 200, np.uint8))
    holds(abs(float(tensor(call.value, call)[0, 0, 0, 0].exp()) - 2400) < 0.1, call, "The value at frequency 0 is not log(2400).")
