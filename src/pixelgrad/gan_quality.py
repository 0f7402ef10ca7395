"""How good are samples, and how many kinds of them are there: numbers from a classifier that never saw a generator.

All functions take images as rows, (N, 784) in [-1, 1], and the digit network of `pixelgrad.digits`.

Limits: a classifier of ten digits judges only what it was trained for. Scores of two data sets, or of two classifiers,
do not compare, nor do Frechet distances of different numbers of samples: fewer samples give larger distances.
"""

from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from .gan_data import as_digits

CELLS = 2  # features are averages of the last maps over 2 x 2 cells: few enough for a covariance from a thousand images


class Quality(NamedTuple):
    """score: 1 to 10, higher is better; distance: 0 up, lower is better; histogram: samples read as 0 to 9."""

    score: float
    distance: float
    histogram: np.ndarray


@torch.no_grad()
def read(net: nn.Sequential, X: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Features (N, 128) and class probabilities (N, 10) of images, float64 on the CPU."""
    device, features, scores = next(net.parameters()).device, [], []
    for part in as_digits(X).split(500):
        maps = net[:-2](part.to(device))  # (n, 32, 7, 7): what comes before Flatten and Linear
        features.append(nn.functional.adaptive_avg_pool2d(maps, CELLS).flatten(1))
        scores.append(net[-2:](maps))
    return torch.cat(features).double().cpu(), torch.cat(scores).double().softmax(dim=1).cpu()


def classifier_score(probabilities: torch.Tensor) -> float:
    """exp of the mean KL divergence of p(y|x) from p(y) (Salimans et al. 2016, section 4): sure and varied is good.

    probabilities: (N, C), rows that sum to 1. From 1 to C. (torchmetrics' score takes no zero and draws from the global dice.)
    """
    mean = probabilities.mean(dim=0, keepdim=True)
    divergence = torch.special.xlogy(probabilities, probabilities) - torch.special.xlogy(probabilities, mean)
    return float(divergence.sum(dim=1).mean().exp())


class _Given(nn.Module):
    """In place of a network that finds features: they are found already."""

    def __init__(self, num_features: int) -> None:
        super().__init__()
        self.num_features = num_features

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return features


def frechet_distance(F: torch.Tensor, G: torch.Tensor) -> float:
    """Squared Frechet distance of two Gaussians fitted to features (N, d) and (M, d) (Heusel et al. 2017, equation 6).

    |m - m'|^2 + Tr(C + C' - 2 (C C')^(1/2)), as torchmetrics has it, in float64. Raises ValueError with fewer than two rows.
    """
    from torchmetrics.image.fid import FrechetInceptionDistance  # late: who samples nothing need not wait for it

    if min(len(F), len(G)) < 2:
        raise ValueError("a covariance needs at least two rows")
    metric = FrechetInceptionDistance(feature=_Given(F.shape[1])).set_dtype(torch.float64)
    for features, real in ((F, False), (G, True)):
        metric.update(features.double(), real=real)
    return max(float(metric.compute()), 0.0)


def judge(net: nn.Sequential, samples: torch.Tensor, X: torch.Tensor, limit: int = 5000) -> Quality:
    """Score, distance to real images X (at most `limit` of them) and class histogram of samples."""
    features, probabilities = read(net, samples)
    real, _ = read(net, X[:limit])
    histogram = torch.bincount(probabilities.argmax(dim=1), minlength=probabilities.shape[1])
    return Quality(classifier_score(probabilities), frechet_distance(features, real), histogram.numpy())


def imbalance(histogram: np.ndarray) -> float:
    """Distance of a class histogram from the uniform one, in total variation: 0 all alike, 0.9 one class of ten only."""
    shares = np.asarray(histogram, dtype=np.float64) / max(np.sum(histogram), 1)
    return float(np.abs(shares - 1 / len(shares)).sum() / 2)


def table(found: dict[str, Quality]) -> str:
    """One line of text for each entry, at most 79 columns: name, score, distance, imbalance, counts of 0 to 9."""
    lines = [f"{'':18}{'score':>6}{'distance':>10}{'imbalance':>11}  read as 0 to 9"]
    for name, quality in found.items():
        counts = " ".join(f"{count:d}" for count in quality.histogram)
        lines.append(f"{name:18}{quality.score:6.2f}{quality.distance:10.2f}{imbalance(quality.histogram):11.2f}  {counts}")
    return "\n".join(lines)
