"""Visible checks of mean_spectra; log_spectrum and streamed_moments are known ones here, the first a square."""

import numpy as np
import pytest

from pixelgrad.testing import close, holds, noise, shape
from pixelgrad.watched import moments, squared, stream


def compare(student, real, fake, **options):
    call = student.call("mean_spectra", real, fake, bind={"log_spectrum": squared(1.0), "streamed_moments": moments()}, **options)
    holds(isinstance(call.value, list | tuple) and len(call.value) == 3, call, "Expected three arrays: real, fake, difference.")
    return call


@pytest.mark.hint("Return (h, w, c) arrays: the mean over images, for every channel.")
def test_three_arrays(student, seed):
    """Two sets give three arrays (h, w, c)."""
    X = noise(seed, 3, 4, 6, 2).numpy()
    call = compare(student, [X[:2]], [X[2:]])
    for value, what in zip(call.value, ("real", "fake", "difference"), strict=True):
        shape(value, (4, 6, 2), call, what)


@pytest.mark.hint("np.fft.fftshift(mean, axes=(0, 1)) moves [0, 0] to [h // 2, w // 2].")
def test_corner_goes_to_the_middle(student):
    """What is at [0, 0] goes to the middle, in its own colour."""
    X = np.zeros((1, 4, 6, 3))
    X[0, 0, 0] = [1.0, 2.0, 3.0]
    call = compare(student, [X], [2 * X])
    close(np.asarray(call.value[0])[2, 3], np.array([1.0, 4.0, 9.0]), call, what="value in the middle")


@pytest.mark.hint("The third is fake minus real.")
def test_difference(student):
    """The difference is fake minus real."""
    X = np.ones((2, 3, 4, 2))
    call = compare(student, [X], [3 * X])
    close(call.value[2], np.full((3, 4, 2), 8.0), call, what="difference")


@pytest.mark.hint("A stream can be iterated over once.")
def test_streams_are_read_once(student):
    """Batches that can be read only once are enough."""
    call = compare(student, stream(1, [2, 3], (3, 4, 2)), stream(2, [1], (3, 4, 2)), after=(0, 1))
    for number in (0, 1):
        holds(call.after[number].passes() == 1, call, f"Set {number} was read {call.after[number].passes()} times.")
