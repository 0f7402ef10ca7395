"""What is read off a spectrum: averages along rows and rings; and how sure an accuracy is."""

from typing import NamedTuple

import numpy as np
import torch


def plane(spectrum: np.ndarray) -> np.ndarray:
    """(h, w) or (h, w, c) -> (h, w): the mean over the channels."""
    spectrum = np.asarray(spectrum, dtype=np.float64)
    return spectrum.mean(axis=2) if spectrum.ndim == 3 else spectrum


def row_average(spectrum: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean over all rows of a centred spectrum, (h, w) or (h, w, c), for horizontal frequencies from 0 up.

    Returns frequencies in cycles per pixel, and the averages; at even widths the last frequency is 1/2.
    """
    values = np.fft.ifftshift(plane(spectrum).mean(axis=0))
    n = len(values) // 2 + 1
    return np.arange(n) / len(values), values[:n]


def azimuthal_average(spectrum: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean over rings of a centred spectrum, (h, w) or (h, w, c) (Durall et al. 2019).

    Rings are one frequency of the shorter side wide; those beyond 1/2 cycles per pixel lie in the corners only.
    Returns the frequency of each ring in cycles per pixel, and the averages.
    """
    values = plane(spectrum)
    rows, columns = (np.fft.fftshift(np.fft.fftfreq(n)) for n in values.shape)
    side = min(values.shape)
    ring = np.rint(np.hypot(rows[:, None], columns[None, :]) * side).astype(int)
    count = np.bincount(ring.ravel())
    found = np.flatnonzero(count)
    return found / side, np.bincount(ring.ravel(), values.ravel())[found] / count[found]


class Accuracy(NamedTuple):
    """A share of right answers, and the interval that holds the true one with 95 % (Wilson 1927)."""

    share: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.share:.3f}, 95 % interval {self.low:.3f} to {self.high:.3f} ({self.n} images)"


def accuracy(classifier: torch.nn.Module, X: torch.Tensor, y: torch.Tensor) -> Accuracy:
    """How often the largest score is that of y. The interval takes the images as independent draws."""
    from scipy.stats import binomtest

    with torch.no_grad():
        right = sum(int((classifier(part).argmax(dim=1) == of).sum()) for part, of in zip(X.split(500), y.split(500), strict=True))
    low, high = binomtest(right, len(y)).proportion_ci(method="wilson")
    return Accuracy(right / len(y), float(low), float(high), len(y))
