"""Hidden tests of streamed_moments: by hand, against NumPy on everything at once, and what is kept while it runs.

Tolerance: 1e-9, some thousand roundings of float64. Accepted: any one-pass form that does not cancel, torch inside.
"""

import numpy as np
import pytest

from pixelgrad.testing import close, holds, noise, unchanged
from pixelgrad.watched import stream


def pair(call, value):
    """Mean and deviation, or a kind refusal."""
    fits = isinstance(value, list | tuple) and len(value) == 2
    holds(fits, call, "Expected two things: the mean and the standard deviation.")
    return value


def agrees(call, value, X):
    """Assert that mean and deviation are those of X over its first axis."""
    mean, std = pair(call, value)
    X = np.asarray(X, dtype=np.float64)
    close(mean, X.mean(axis=0), call, rtol=1e-10, atol=1e-12 * np.abs(X).max(), what="mean")
    close(std, X.std(axis=0), call, rtol=1e-7, atol=1e-7 * max(X.std(axis=0).max(), 1e-3), what="deviation")


def images(seed, *shape):
    return noise(seed, *shape).double().numpy()


@pytest.mark.hint("Divide the sum of squared deviations by the number of images, then take the root.")
def test_values_by_hand(student, seed):
    """1, 3 and 5, 7 in two batches: mean 4, deviation the root of 5."""
    size = 1.0 + seed % 7
    call = student.call("streamed_moments", [size * np.array([[1.0], [3.0]]), size * np.array([[5.0], [7.0]])])
    mean, std = pair(call, call.value)
    close(mean, np.array([4 * size]), call, what="mean")
    close(std, np.array([size * 5**0.5]), call, what="deviation")


@pytest.mark.points(2)
@pytest.mark.hint("Weigh each batch by its number of images, and mind the term delta**2 * n * m / (n + m).")
def test_batches_of_different_sizes(student, seed):
    """Batches of 5, 1, 3 and 2 images with different means give the same as all 11 at once."""
    X = images(seed, 11, 4, 3, 2) + np.arange(11)[:, None, None, None]
    call = student.call("streamed_moments", np.split(X, [5, 6, 9]))
    agrees(call, call.value, X)


@pytest.mark.hint("Average over the images only: every position and channel keeps a mean and a deviation of its own.")
def test_every_value_has_its_own_moments(student, seed):
    """Images (h, w, c) give moments (h, w, c), numbers give a number."""
    for shape in ((3, 5, 2), (4,), ()):
        X = images(seed, 6, *shape)
        call = student.call("streamed_moments", [X[:4], X[4:]])
        agrees(call, call.value, X)


@pytest.mark.points(2)
@pytest.mark.hint("Do not subtract the square of the mean from the mean of squares: add up deviations from the mean, as Chan et al. do.")
def test_small_spread_around_a_large_mean(student, seed):
    """Values around 100 million that differ by about 1 keep their deviation to six digits."""
    X = 1e8 + images(seed, 9, 3, 4)
    call = student.call("streamed_moments", [X[:4], X[4:5], X[5:]])
    mean, std = pair(call, call.value)
    close(mean, X.mean(axis=0), call, rtol=1e-12, atol=0, what="mean")
    close(std, X.std(axis=0), call, rtol=1e-6, what="deviation")


@pytest.mark.hint("One image has a deviation of 0: divide by the number of images, not by one less.")
def test_a_single_image(student, seed):
    """A single image is its own mean, with deviation 0; the same image twice likewise."""
    X = images(seed, 1, 3, 2, 4)
    for batches in ([X], [X, X]):
        call = student.call("streamed_moments", batches)
        agrees(call, call.value, np.concatenate(batches))


@pytest.mark.hint("Convert each batch to float64 before you add anything up: 8-bit sums overflow, float32 sums are rough.")
def test_bytes_and_single_precision(student, seed):
    """8-bit pixels and float32 values are added up in float64."""
    X = (128 + 60 * images(seed, 40, 3, 4)).clip(0, 255)
    for dtype in (np.uint8, np.float32):
        values = X.astype(dtype)
        call = student.call("streamed_moments", [values[:25], values[25:]])
        agrees(call, call.value, values)


@pytest.mark.points(2)
@pytest.mark.hint("Iterate once and keep only n, mean and M: no list(batches), no second loop, no concatenation of results.")
def test_one_pass_in_bounded_memory(student, seed):
    """Thirty batches are read once, and no more than three are ever kept, in any form."""
    source = stream(seed % 10**6, [4] * 29 + [3], (16, 12, 5), offset=3.0)
    X = np.concatenate([source.batch(k) for k in range(30)])
    call = student.call("streamed_moments", source, after=(0,))
    watched = call.after[0]
    holds(watched.passes() == 1, call, f"The batches were iterated over {watched.passes()} times; a stream can be read once.")
    agrees(call, call.value, X)
    holds(watched.most_alive() <= 3, call, f"{watched.most_alive()} batches were in memory at the same time.")
    holds(watched.growth() < 6 * source.batch(0).nbytes, call, "The memory in use grows with the number of batches.")


@pytest.mark.hint("Work on new arrays: X = X - mean, not X -= mean; and begin anew at every call.")
def test_batches_stay_as_they_were(student, seed):
    """A second call gives the same, and the batches stay as they were."""
    X = images(seed, 7, 2, 5)
    call = student.call("streamed_moments", [X[:3].copy(), X[3:].copy()], times=2)
    unchanged(call)
    agrees(call, call.values[1], X)
