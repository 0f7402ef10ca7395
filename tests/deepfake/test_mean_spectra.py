"""Hidden tests of mean_spectra: where frequency 0 goes, how batches add up, what is kept.

While it runs, log_spectrum is half of their squares and streamed_moments is right, so that a mistake in them costs nothing here;
where a solution does not call log_spectrum, or cannot work with the stand-ins, the true spectrum is expected.
Tolerance: 1e-5 of the largest value.
"""

import numpy as np
import pytest

from pixelgrad.testing import close, holds, noise, unchanged
from pixelgrad.watched import moments, squared, stream


def spectrum(X):
    return np.log(np.abs(np.fft.fft2(X, axes=(1, 2))) + 1e-12)


def images(seed, *shape):
    return noise(seed, *shape).double().numpy() + 2


def compare(student, real, fake, **options):
    """Call mean_spectra; return the call, its three arrays, and the transform that was in force."""
    after = (*options.pop("after", ()), "log_spectrum")
    try:
        bind = {"log_spectrum": squared(0.5), "streamed_moments": moments()}
        call = student.call("mean_spectra", real, fake, bind=bind, after=after, **options)
        transform = (lambda X: 0.5 * X.astype(np.float64) ** 2) if call.after["log_spectrum"].used() else spectrum
    except Exception:  # noqa: BLE001 - it is raised again if it was not the stand-ins' fault
        call, transform = student.call("mean_spectra", real, fake, after=after[:-1], **options), spectrum
    for value in call.values:
        fits = isinstance(value, list | tuple) and len(value) == 3
        holds(fits, call, "Expected three arrays: real, fake, and their difference.")
    return call, transform


def centred(S):
    """(h, w, c) with frequency 0 moved to [h // 2, w // 2]."""
    return np.roll(S, (S.shape[0] // 2, S.shape[1] // 2), axis=(0, 1))


def agrees(call, values, transform, real, fake):
    """Assert all three arrays."""
    expected = [centred(transform(X).mean(axis=0)) for X in (real, fake)]
    close(values[0], expected[0], call, what="mean spectrum of real")
    close(values[1], expected[1], call, what="mean spectrum of fake")
    close(values[2], expected[1] - expected[0], call, what="difference")


@pytest.mark.points(2)
@pytest.mark.hint("Shift over height and width only: np.fft.fftshift(mean, axes=(0, 1)); by default it shifts the colours as well.")
def test_colours_keep_their_places(student, seed):
    """Each of four channels stays where it is, with frequency 0 in the middle."""
    X = images(seed, 2, 4, 6, 4) + 10 * np.arange(4)
    call, transform = compare(student, [X], [2 * X])
    agrees(call, call.value, transform, X, 2 * X)


@pytest.mark.points(2)
@pytest.mark.hint("Use np.fft.fftshift, over both axes: frequency 0 belongs at [h // 2, w // 2], also where h or w is odd.")
def test_frequency_zero_is_in_the_middle(student, seed):
    """For odd heights and widths the corner goes to [h // 2, w // 2]."""
    for size in ((5, 7), (3, 4)):
        X = images(seed, 1, *size, 3)
        X[:, 0, 0] = 300 + seed % 50
        call, transform = compare(student, [X], [X + 1])
        agrees(call, call.value, transform, X, X + 1)


@pytest.mark.points(2)
@pytest.mark.hint("Average over all images, not over the means of batches: give all batches to streamed_moments.")
def test_every_image_counts_alike(student, seed):
    """Batches of 4, 1 and 2 images count as 7 images, and the two sets may differ in number."""
    real, fake = images(seed, 7, 3, 4, 2) + np.arange(7)[:, None, None, None], images(seed + 1, 3, 3, 4, 2)
    call, transform = compare(student, np.split(real, [4, 5]), [fake[:1], fake[1:]])
    agrees(call, call.value, transform, real, fake)


@pytest.mark.hint("The third array is fake minus real, with its sign.")
def test_difference_is_fake_minus_real(student, seed):
    """The difference is positive where the fakes have more, negative where they have less."""
    real = images(seed, 2, 5, 4, 3)
    fake = real * np.where(np.arange(5) % 2, 3.0, 0.1)[:, None, None]
    call, _ = compare(student, [real], [fake])
    close(call.value[2], np.asarray(call.value[1]) - np.asarray(call.value[0]), call, what="difference")


@pytest.mark.hint("Average the spectra, not the images: the logarithm of a mean is not the mean of logarithms.")
def test_spectra_are_averaged(student, seed):
    """Two images and their negatives have together the spectrum of the images, not that of grey."""
    X = images(seed, 2, 4, 5, 3)
    both = np.concatenate([X, -X])
    call, transform = compare(student, [both], [X])
    close(call.value[0], call.value[1], call, what="mean spectrum of real")
    close(call.value[1], centred(transform(X).mean(axis=0)), call, what="mean spectrum of fake")


@pytest.mark.points(2)
@pytest.mark.hint("Hand on one batch at a time: (log_spectrum(X) for X in batches), with round brackets.")
def test_one_pass_in_bounded_memory(student, seed):
    """Both sets are read once, and no more than four batches are ever kept, in any form."""
    sets = [stream(seed % 10**6 + k, [4] * 30, (12, 10, 5), offset=2.0) for k in (0, 1)]
    call, transform = compare(student, *sets, after=(0, 1))
    for number, source in enumerate(sets):
        watched = call.after[number]
        holds(watched.passes() == 1, call, f"Set {number} was iterated over {watched.passes()} times; a stream can be read once.")
        holds(watched.most_alive() <= 4, call, f"{watched.most_alive()} batches were in memory at the same time.")
        holds(watched.growth() < 8 * source.batch(0).nbytes, call, "The memory in use grows with the number of batches.")
    agrees(call, call.value, transform, *(np.concatenate([source.batch(k) for k in range(30)]) for source in sets))


@pytest.mark.hint("Change nothing in place, and keep nothing from call to call.")
def test_second_call_gives_the_same(student, seed):
    """A second call knows nothing of the first, nor of one with other images; the 8-bit images stay as they were."""
    compare(student, [images(seed + 2, 2, 4, 5, 3)], [images(seed + 3, 1, 4, 5, 3)])
    real, fake = (images(seed + k, 3, 4, 5, 3).clip(0, 4).astype(np.uint8) * 50 for k in (0, 1))
    call, transform = compare(student, [real[:2], real[2:]], [fake], times=2)
    unchanged(call, allow=("name log_spectrum", "name streamed_moments"))
    agrees(call, call.values[1], transform, real, fake)
