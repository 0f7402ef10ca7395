"""Figures of digits: what a neuron looks for, what the pixels contribute, how the sum comes out. As in `pixelgrad.plots`."""

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.figure import Figure

from .plots import WIDTH, canvas, caption, finished, plain

COLOURS = ("#1b6ca8", "#d1495b", "#5a9367")
SIGNED = "RdBu_r"


def _plane(image: Any) -> np.ndarray:
    """(..., H, W) tensor or array with one channel -> (H, W) float64."""
    values = np.asarray(torch.as_tensor(image).detach().cpu(), dtype=np.float64)
    return values.reshape(values.shape[-2:])


def _label(axis: Any, text: str) -> None:
    """A caption to the left of a row, although the axes are off."""
    axis.text(-0.08, 0.5, text, transform=axis.transAxes, rotation=90, ha="right", va="center", fontsize=7)


def grey_rows(rows: dict[str, Sequence[Any]], captions: dict[str, Sequence[str]], title: str = "", span: float = 0.0) -> Figure:
    """Rows of single-channel images (..., H, W) by name, each image in its own grey scale (1st to 99th percentile).

    captions: for some of the rows, a text above each image. span: the least difference of white and black; what varies
    by less is drawn pale, around grey.
    """
    names = list(rows)
    figure, axes = canvas(len(rows), len(rows[names[0]]), title, captions=0.18)
    for name, line in zip(names, axes, strict=True):
        _label(line[0], name)
        for k, (axis, image) in enumerate(zip(line, rows[name], strict=True)):
            values = _plane(image)
            low, high = np.percentile(values, (1, 99))
            more = max(span - (high - low), 0) / 2
            axis.imshow(values, cmap="gray", vmin=low - more, vmax=max(high + more, low + 1e-9), interpolation="nearest")
            if name in captions:
                caption(axis, captions[name][k])
    return figure


def signed_rows(images: Sequence[Any], maps: dict[str, Sequence[Any]], captions: Sequence[str], title: str = "") -> Figure:
    """Above, digits in grey; below, a row per entry of `maps`: red raises the score, blue lowers it.

    Each map has its own scale, symmetric about 0: the 99.5th percentile of its size is full colour.
    """
    figure, axes = canvas(1 + len(maps), len(images), title, captions=0.1)
    for k, image in enumerate(images):
        axes[0, k].imshow(_plane(image), cmap="gray")
        caption(axes[0, k], captions[k])
    for line, (name, row) in zip(axes[1:], maps.items(), strict=True):
        _label(line[0], name)
        for axis, values in zip(line, map(_plane, row), strict=True):
            top = max(np.percentile(np.abs(values), 99.5), 1e-12)
            axis.imshow(values, cmap=SIGNED, vmin=-top, vmax=top, interpolation="nearest")
    return figure


def climb(curves: dict[str, Any], title: str = "", label: str = "step") -> Figure:
    """Scores against steps: a bold line for the mean, thin ones for each neuron. curves: (T, neurons) by name, and their steps."""
    figure, axis = plt.subplots(figsize=(WIDTH * 0.75, 2.4), dpi=144, layout="constrained")
    for (name, (steps, values)), colour in zip(curves.items(), COLOURS, strict=False):
        values = np.asarray(values, dtype=np.float64)
        axis.plot(steps, values, color=colour, linewidth=0.5, alpha=0.45)
        axis.plot(steps, values.mean(axis=1), color=colour, linewidth=2, label=name)
    return _finished(figure, axis, title, label, "score of the neuron")


def convergence(steps: Sequence[int], errors: dict[str, Sequence[float]], title: str = "") -> Figure:
    """Relative errors against the number of steps m, both logarithmic, with the slope of 1 / m for comparison."""
    figure, axis = plt.subplots(figsize=(WIDTH * 0.75, 2.6), dpi=144, layout="constrained")
    for (name, values), colour, marker in zip(errors.items(), COLOURS, "os^", strict=False):
        axis.loglog(steps, values, color=colour, marker=marker, markersize=4, linewidth=1.4, label=name)
    top = 1.6 * max(float(values[0]) for values in errors.values())
    axis.loglog(steps, [top * steps[0] / m for m in steps], color="grey", linestyle=":", linewidth=1, label="1 / m")
    return _finished(figure, axis, title, "number of steps m", "completeness error")


def _finished(figure: Figure, axis: Any, title: str, x: str, y: str) -> Figure:
    plain(axis, x, y)
    axis.legend(fontsize=7.5, frameon=False)
    return finished(figure, title)
