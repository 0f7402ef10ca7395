"""The worked solutions of the deepfake notebook against PyTorch, SciPy and scikit-learn."""

from pathlib import Path

import numpy as np
import pytest
import scipy.fft
import torch
from sklearn.preprocessing import StandardScaler

from pixelgrad import streams
from sealgrade import worked
from sealgrade.course import Course

SIZES = [(1, 4, 6, 3), (5, 7, 5, 1), (3, 8, 8, 4)]


@pytest.fixture(scope="module")
def ours():
    return worked.names(Course.load(Path(__file__).resolve().parents[2]), "deepfake", "DeepfakeDetection")


def images(*size):
    return np.random.default_rng(sum(size)).integers(0, 256, size, dtype=np.uint8)


@pytest.mark.parametrize("size", SIZES)
def test_log_spectrum(ours, size):
    X = images(*size)
    theirs = (torch.fft.fft2(torch.from_numpy(X).double(), dim=(1, 2)).abs() + 1e-12).log().numpy()
    np.testing.assert_allclose(np.exp(ours["log_spectrum"](X)), np.exp(theirs), atol=1e-8)
    theirs = np.abs(scipy.fft.fft2(X.astype(float), axes=(1, 2))) + 1e-12
    np.testing.assert_allclose(np.exp(ours["log_spectrum"](X)), theirs, atol=1e-8)


@pytest.mark.parametrize("size", SIZES)
def test_streamed_moments(ours, size):
    """scikit-learn's StandardScaler also joins batches, after Chan et al."""
    X, scaler = images(*size), StandardScaler()
    batches = np.array_split(X, min(len(X), 2))
    for batch in batches:
        scaler.partial_fit(batch.reshape(len(batch), -1))
    mean, std = ours["streamed_moments"](batches)
    np.testing.assert_allclose(mean.ravel(), scaler.mean_, rtol=1e-12)
    np.testing.assert_allclose(std.ravel(), scaler.var_**0.5, rtol=1e-9, atol=1e-9)


def test_mean_spectra_of_a_stream_are_those_of_all_images_at_once(ours):
    real, fake = images(9, 6, 5, 3), images(7, 6, 5, 3)
    parts = [streams.stack(X) for X in (real, fake)]
    for part in parts:
        part.batch = 4
    found = ours["mean_spectra"](*parts)
    for S, X in zip(found, (real, fake), strict=False):
        np.testing.assert_allclose(S, np.fft.fftshift(ours["log_spectrum"](X).mean(axis=0), axes=(0, 1)))
    np.testing.assert_allclose(found[2], found[1] - found[0])


def test_weight_images_are_what_the_classifier_multiplies_with(ours):
    classifier, X = ours["LinearClassifier"](4 * 5 * 3), torch.randn(6, 4, 5, 3)
    W = ours["weight_images"](classifier, 4, 5)
    torch.testing.assert_close(classifier(X), torch.einsum("nhwc,khwc->nk", X, W) + classifier.dense.bias)
