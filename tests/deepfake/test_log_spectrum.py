"""Hidden tests of log_spectrum: waves by hand, transforms as matrix products, and the smallest numbers.

Values are compared as magnitudes, exp of the result: 1e-5 of the largest, as float32 inside would give. Accepted: float32,
any eps from 0 to 1e-6, another library. No two of N, h, w and c are equal unless a test says so.
"""

import numpy as np
import pytest

from pixelgrad.testing import close, finite, holds, noise, shape, tensor, unchanged

NAMES = ["log_spectrum", "transform"]  # the second is that of the original course


def photos(seed, *size):
    """8-bit images, (N, h, w, c)."""
    return (128 + 40 * noise(seed, *size)).clamp(0, 255).round().numpy().astype(np.uint8)


def waves(n):
    """The Fourier transform of length n as a matrix."""
    k = np.arange(n)
    return np.exp(-2j * np.pi * np.outer(k, k) / n)


def magnitudes(X):
    """|F| of (N, h, w, c), by two matrix products over h and w."""
    return np.abs(np.einsum("kh,lw,nhwc->nklc", waves(X.shape[1]), waves(X.shape[2]), X.astype(np.float64)))


def agrees(call, value, X):
    """Assert that the exponential of the value is |F|, up to 1e-5 of the largest."""
    finite(value, call)
    shape(value, X.shape, call)
    close(tensor(value, call).exp(), magnitudes(X), call, what="magnitude, exp(result),")


@pytest.mark.points(2)
@pytest.mark.hint("Name the axes of height and width: np.fft.fft2(images, axes=(1, 2)); by default it takes the last two.")
def test_axes_are_height_and_width(student, seed):
    """The transform runs over height and width, and no two sizes are equal: (2, 6, 9, 3)."""
    X = photos(seed, 2, 6, 9, 3).astype(np.float64)
    call = student.call(NAMES, X)
    agrees(call, call.value, X)


@pytest.mark.hint("Frequency (k, l) stays at [:, k, l, :]: no fftshift here, and no other order of the axes.")
def test_one_wave_by_hand(student, seed):
    """A wave with two periods down the rows has two values, in rows 2 and h - 2 of column 0, each A h w / 2."""
    y, height = np.arange(7), 10.0 + seed % 90
    X = np.zeros((1, 7, 5, 3))
    X[0, :, :, seed % 3] = height * np.cos(2 * np.pi * 2 * y / 7)[:, None]
    call = student.call(NAMES, X)
    expected = np.zeros(X.shape)
    expected[0, [2, 5], 0, seed % 3] = height * 35 / 2
    shape(call.value, X.shape, call)
    close(tensor(call.value, call).exp(), expected, call, what="magnitude, exp(result),")


@pytest.mark.hint("Add a small eps inside the logarithm, np.log(np.abs(F) + 1e-12): log(0) is not finite.")
def test_black_images_are_finite(student, seed):
    """Where a wave is missing the result is the logarithm of a small eps: black images give one finite value, below log(1e-6)."""
    X = np.zeros((1 + seed % 3, 4, 6, 2))
    call = student.call(NAMES, X)
    shape(call.value, X.shape, call)
    finite(call.value, call)
    found = tensor(call.value, call)
    holds(float(found.max()) < -13.8, call, f"A missing wave has {float(found.max()):.4g}; expected log(eps) with eps = 1e-12.")
    holds(float(found.max() - found.min()) < 1e-6, call, "The values of a black image differ.")


@pytest.mark.hint("Take the absolute value first and add eps then: np.abs(F) + eps, not np.abs(F + eps).")
def test_eps_is_added_after_the_absolute_value(student, seed):
    """With F = -eps everywhere, the result is log(2 eps), not the logarithm of 0."""
    black = student.call(NAMES, np.zeros((1, 3, 4, 2)))
    finite(black.value, black)
    eps = float(tensor(black.value, black).exp().mean())
    X = np.zeros((1, 3, 4, 2))
    X[0, 0, 0] = -eps
    call = student.call(NAMES, X)
    shape(call.value, X.shape, call)
    close(call.value, np.full(X.shape, np.log(2 * eps)), call, rtol=1e-4)


@pytest.mark.hint("The natural logarithm of |F| itself: not of its square, not log10, not log(1 + |F|).")
def test_ten_times_brighter_adds_log_ten(student, seed):
    """An image that is ten times as bright has the same spectrum plus log(10)."""
    X = photos(seed, 1, 5, 8, 3).astype(np.float64)
    call = student.call(NAMES, 10 * X)
    dark = student.call(NAMES, X)
    shape(call.value, X.shape, call)
    strong = magnitudes(X) > 1e-2 * magnitudes(X).max()
    gap = (tensor(call.value, call) - tensor(dark.value, dark))[strong]
    close(gap, np.full(gap.shape, np.log(10)), call, rtol=1e-3, what="gain in log magnitude")


@pytest.mark.hint("Take the absolute value of the complex F, not its real part: np.abs(F).")
def test_shifted_images_have_the_same_spectrum(student, seed):
    """Moving an image around its edges changes phases only."""
    X = photos(seed, 2, 5, 6, 3).astype(np.float64)
    call = student.call(NAMES, np.roll(X, (1 + seed % 3, 2), axis=(1, 2)))
    agrees(call, call.value, X)


@pytest.mark.hint("Each image and each channel is transformed by itself; do not average or normalise over the batch.")
def test_images_and_channels_do_not_mix(student, seed):
    """A single image of one channel has the spectrum that it has in a batch of three with four channels."""
    X = photos(seed, 3, 6, 5, 4).astype(np.float64)
    call = student.call(NAMES, X[1:2, :, :, 2:3])
    agrees(call, call.value, X[1:2, :, :, 2:3])
    call = student.call(NAMES, X)
    agrees(call, call.value, X)


@pytest.mark.hint("8-bit pixels overflow in arithmetic of their own kind: let fft2 convert them, and subtract nothing before.")
def test_bytes_and_strided_arrays(student, seed):
    """8-bit pixels and arrays that are not contiguous give the same."""
    X = photos(seed, 2, 8, 10, 3)[:, ::2, 1::3]
    for images in (X, X.astype(np.float32)):
        call = student.call(NAMES, images)
        agrees(call, call.value, X)


@pytest.mark.hint("Work on new arrays: no images -= ..., and nothing kept from call to call.")
def test_images_stay_as_they_were(student, seed):
    """A second call gives the same, and the images stay as they were."""
    X = photos(seed, 2, 4, 6, 3).astype(np.float64)
    call = student.call(NAMES, X, times=2)
    unchanged(call)
    agrees(call, call.values[1], X)
