"""Visible checks of streamed_moments."""

import numpy as np
import pytest

from pixelgrad.testing import close, holds, noise


def pair(call):
    holds(isinstance(call.value, list | tuple) and len(call.value) == 2, call, "Expected two things: mean and deviation.")
    return call.value


@pytest.mark.hint("std divides by the number of images: the root of the mean squared deviation.")
def test_value_by_hand(student):
    """0 and 4 have the mean 2 and the deviation 2."""
    call = student.call("streamed_moments", [np.array([[0.0], [4.0]])])
    mean, std = pair(call)
    close(mean, np.array([2.0]), call, what="mean")
    close(std, np.array([2.0]), call, what="deviation")


@pytest.mark.hint("Weigh each batch by its number of images.")
def test_two_batches(student, seed):
    """Batches of 4 and 1 images give the same as all 5 at once."""
    X = noise(seed, 5, 3, 2).double().numpy()
    call = student.call("streamed_moments", [X[:4], X[4:]])
    mean, std = pair(call)
    close(mean, X.mean(axis=0), call, what="mean")
    close(std, X.std(axis=0), call, what="deviation")


@pytest.mark.hint("Convert to float64 first: sums of 8-bit pixels overflow.")
def test_eight_bit_pixels(student):
    """8-bit pixels are added up in float64."""
    X = np.array([[250], [252], [254]], np.uint8)
    call = student.call("streamed_moments", [X[:1], X[1:]])
    mean, std = pair(call)
    close(mean, np.array([252.0]), call, what="mean")
    close(std, np.array([(8 / 3) ** 0.5]), call, what="deviation")


@pytest.mark.hint("Deviations from the mean, as in the equations; not mean of squares less square of mean.")
def test_large_mean(student):
    """Around a mean of 100 million, a spread of 1 is still found."""
    call = student.call("streamed_moments", [1e8 + np.array([[-1.0], [1.0]]), 1e8 + np.array([[1.0], [-1.0]])])
    close(pair(call)[1], np.array([1.0]), call, rtol=1e-4, what="deviation")
