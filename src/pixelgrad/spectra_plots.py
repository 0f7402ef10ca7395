"""Figures of spectra, accuracies and weights. As in `pixelgrad.plots`: one call each, at most 6 inches wide."""

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from .plots import CMAP, WIDTH, canvas, caption
from .spectra import Accuracy, azimuthal_average, plane, row_average

COLOURS = ("#1b6ca8", "#d1495b", "#6b8f3c")


def two_kinds(real: Sequence[Any], fake: Sequence[Any], title: str = "") -> Figure:
    """Two rows of raw images: real ones above, fake ones below."""
    figure, axes = canvas(2, len(real), title, captions=0.16)
    for row, images, name in zip(axes, (real, fake), ("real", "fake"), strict=True):
        for axis, image in zip(row, images, strict=True):
            axis.imshow(image, interpolation="nearest")
            caption(axis, name)
    return figure


def mean_spectra_figure(real: np.ndarray, fake: np.ndarray, difference: np.ndarray, title: str = "") -> Figure:
    """Centred mean log spectra, (h, w, c) each: real and fake in one scale, and their difference around white."""
    both, gap = (plane(real), plane(fake)), plane(difference)
    low, high = np.percentile(np.stack(both), (0.5, 99.9))
    figure, axes = canvas(1, 3, title, captions=0.5)
    for axis, values, name in zip(axes.flat, both, ("real", "fake"), strict=False):
        shown = axis.imshow(values, cmap=CMAP, vmin=low, vmax=high, interpolation="nearest")
        caption(axis, name)
        _scale(figure, shown, axis)
    shown = axis_of_difference(axes[0, 2], gap)
    caption(axes[0, 2], "fake minus real")
    _scale(figure, shown, axes[0, 2])
    return figure


def axis_of_difference(axis: Any, values: np.ndarray, top: float | None = None) -> Any:
    """A signed map: red is more, blue is less; `top` or the 99.5th percentile is full colour."""
    top = np.percentile(np.abs(values), 99.5) if top is None else top
    return axis.imshow(values, cmap="RdBu_r", vmin=-top, vmax=top, interpolation="nearest")


def differences_row(differences: Mapping[str, np.ndarray], title: str = "") -> Figure:
    """Differences of mean spectra side by side, all in one scale."""
    top = np.percentile(np.abs(np.stack([plane(values) for values in differences.values()])), 99.5)
    figure, axes = canvas(1, len(differences), title, captions=0.5)
    for axis, (name, values) in zip(axes.flat, differences.items(), strict=True):
        _scale(figure, axis_of_difference(axis, plane(values), top), axis)
        caption(axis, name)
    return figure


def curves(spectra: Mapping[str, np.ndarray], title: str = "") -> Figure:
    """Averages over rows (left) and over rings (right) of centred spectra, one line per name, against the frequency."""
    figure, axes = plt.subplots(1, 2, figsize=(WIDTH, 2.4), dpi=144, layout="constrained", sharey=True)
    for axis, average, name in zip(axes, (row_average, azimuthal_average), ("averaged over rows", "averaged over rings"), strict=True):
        for (label, spectrum), colour, style in zip(spectra.items(), COLOURS, ("-", "-", "--"), strict=False):
            axis.plot(*average(spectrum), style, color=colour, linewidth=1.3, label=label)
        axis.set_xlim(0, 0.5)
        axis.set_title(name, fontsize=7.5, pad=3)
        axis.set_xlabel("cycles per pixel", fontsize=8)
        axis.tick_params(labelsize=7.5)
        axis.spines[["top", "right"]].set_visible(False)
    axes[0].set_ylabel("log magnitude", fontsize=8)
    axes[0].legend(fontsize=7.5, frameon=False)
    figure.suptitle(title, fontsize=10)
    plt.close(figure)
    return figure


def accuracies(found: Mapping[str, Accuracy], title: str = "") -> Figure:
    """One bar for each accuracy with its interval; the dashed line is guessing."""
    figure, axis = plt.subplots(figsize=(WIDTH * 0.75, 0.5 + 0.32 * len(found)), dpi=144, layout="constrained")
    shares = np.array([score.share for score in found.values()])
    ends = np.array([[score.share - score.low, score.high - score.share] for score in found.values()]).T
    axis.barh(range(len(found)), shares, xerr=ends, color=COLOURS[0], height=0.6, error_kw={"elinewidth": 1.2, "capsize": 3})
    for row, score in enumerate(found.values()):
        axis.text(0.01, row, f"{score.share:.3f}", va="center", fontsize=7.5, color="white")
    axis.axvline(0.5, color="black", linestyle="--", linewidth=0.8)
    axis.set_yticks(range(len(found)), list(found))
    axis.set_xlim(0, 1.02)
    axis.invert_yaxis()
    axis.tick_params(labelsize=7.5)
    axis.spines[["top", "right"]].set_visible(False)
    axis.set_xlabel("accuracy on images it has not seen, 95 % interval", fontsize=8)
    figure.suptitle(title, fontsize=10)
    plt.close(figure)
    return figure


def weights_row(weights: Mapping[str, np.ndarray], title: str = "") -> Figure:
    """Weights as images, (h, w, c) each, averaged over the channels: red speaks for the class, blue against it."""
    figure, axes = canvas(1, len(weights), title, captions=0.5)
    for axis, (name, values) in zip(axes.flat, weights.items(), strict=True):
        _scale(figure, axis_of_difference(axis, plane(values)), axis)
        caption(axis, name)
    return figure


def _scale(figure: Figure, shown: Any, axis: Any) -> None:
    bar = figure.colorbar(shown, ax=axis, location="bottom", shrink=0.8, aspect=25, pad=0.02)
    bar.ax.tick_params(labelsize=6.5, length=2, pad=1)
    bar.outline.set_linewidth(0.4)
