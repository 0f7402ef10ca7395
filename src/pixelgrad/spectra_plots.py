"""Figures of spectra, accuracies and weights. As in `pixelgrad.plots`: one call each, at most 6 inches wide."""

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from .plots import CMAP, WIDTH, canvas, caption, plain
from .spectra import Accuracy, azimuthal_average, plane, row_average

COLOURS = ("#1b6ca8", "#d1495b", "#6b8f3c")


def two_kinds(real: np.ndarray, fake: np.ndarray, title: str = "", n: int = 6) -> Figure:
    """Two rows of n raw images, real ones above, fake ones below: of those given, the ones with the strongest contrast."""
    figure, axes = canvas(2, n, title, captions=0.16)
    for row, images, name in zip(axes, (real, fake), ("real", "fake"), strict=True):
        strong = np.sort(np.argsort(-images.std(axis=(1, 2)).mean(axis=1), kind="stable")[:n])
        for axis, image in zip(row, images[strong], strict=False):
            axis.imshow(image, interpolation="nearest")
            caption(axis, name)
    return figure


def sheet(
    spectra: Mapping[str, np.ndarray], differences: Mapping[str, np.ndarray], lines: Mapping[str, np.ndarray], title: str = ""
) -> Figure:
    """Centred mean log spectra, (h, w) or (h, w, c) each: as maps above, averaged over rows and over rings below.

    spectra: maps in one scale, if any. differences: signed maps, in another one, around white. lines: up to three spectra
    whose averages are drawn against the frequency.
    """
    heights = min(WIDTH / (len(spectra) + len(differences)), 2.4) + 0.5, 2.3  # square maps with their scale; curves
    figure = plt.figure(figsize=(WIDTH, sum(heights) + 0.25), dpi=144, layout="constrained")
    above, below = figure.subfigures(2, 1, height_ratios=heights)
    axes = iter(above.subplots(1, len(spectra) + len(differences), squeeze=False).flat)
    if spectra:
        low, high = np.percentile(np.stack([plane(values) for values in spectra.values()]), (0.5, 99.9))
        for (name, values), axis in zip(spectra.items(), axes, strict=False):
            _map(axis, name, axis.imshow(plane(values), cmap=CMAP, vmin=low, vmax=high, interpolation="nearest"))
    top = _top(list(differences.values()))
    for (name, values), axis in zip(differences.items(), axes, strict=True):
        _map(axis, name, _signed(axis, values, top))
    for axis, average, name in zip(below.subplots(1, 2, sharey=True), (row_average, azimuthal_average), ("rows", "rings"), strict=True):
        _curves(axis, {label: average(spectrum) for label, spectrum in lines.items()}, f"averaged over {name}")
    figure.suptitle(title, fontsize=10)
    plt.close(figure)
    return figure


def _curves(axis: Any, lines: Mapping[str, tuple[np.ndarray, np.ndarray]], name: str) -> None:
    for (label, (frequency, values)), colour, style in zip(lines.items(), COLOURS, ("-", "-", "--"), strict=False):
        axis.plot(frequency, values, style, color=colour, linewidth=1.3, label=label)
    axis.set_xlim(0, 0.5)
    caption(axis, name)
    plain(axis, "cycles per pixel")
    if axis.get_subplotspec().is_first_col():
        axis.set_ylabel("log magnitude", fontsize=8)
        axis.legend(fontsize=7.5, frameon=False)


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
    plain(axis, "accuracy on images it has not seen, 95 % interval")
    figure.suptitle(title, fontsize=10)
    plt.close(figure)
    return figure


def weights_row(weights: Mapping[str, np.ndarray], title: str = "") -> Figure:
    """Weights as images, (h, w, c) each, averaged over the channels: red speaks for the class, blue against it."""
    figure, axes = canvas(1, len(weights), title, captions=0.5)
    for axis, (name, values) in zip(axes.flat, weights.items(), strict=True):
        _map(axis, name, _signed(axis, values, _top([values])))
    return figure


def _top(maps: Sequence[np.ndarray]) -> float:
    """What is drawn in full colour: the 99.5th percentile of all sizes."""
    return float(np.percentile(np.abs(np.stack([plane(values) for values in maps])), 99.5)) if maps else 1.0


def _signed(axis: Any, values: np.ndarray, top: float) -> Any:
    """Red is more, blue is less, white is nothing."""
    return axis.imshow(plane(values), cmap="RdBu_r", vmin=-top, vmax=top, interpolation="nearest")


def _map(axis: Any, name: str, shown: Any) -> None:
    axis.set_axis_off()
    caption(axis, name)
    bar = axis.figure.colorbar(shown, ax=axis, location="bottom", shrink=0.8, aspect=25, pad=0.02)
    bar.ax.tick_params(labelsize=6.5, length=2, pad=1)
    bar.outline.set_linewidth(0.4)
