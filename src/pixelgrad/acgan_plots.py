"""Figures of small colour images: rows for comparison, and accuracies on the way. As in `pixelgrad.plots`."""

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.figure import Figure

from .plots import WIDTH, canvas, finished, plain

COLOURS = "#1b6ca8", "#d1495b"


def pixels(X: torch.Tensor) -> np.ndarray:
    """(N, 3, H, W) in [-1, 1] -> (N, H, W, 3) in [0, 1]."""
    return ((X.detach().cpu().float() + 1) / 2).clamp(0, 1).movedim(1, -1).numpy()


def rows(
    images: dict[str, torch.Tensor], captions: dict[str, Sequence[str]], title: str = "", red: dict[str, Sequence[Any]] | None = None
) -> Figure:
    """A row of images (K, 3, H, W) for each entry, its name at the left.

    captions: for some of the rows a text above each image; red: for some of these, which captions are red.
    """
    lines = max((1 + text.count("\n") for row in captions.values() for text in row), default=0)
    figure, axes = canvas(len(images), len(next(iter(images.values()))), title, captions=0.1 * lines + 0.03)
    for line, (name, X) in zip(axes, images.items(), strict=True):
        line[0].text(-0.08, 0.5, name, transform=line[0].transAxes, rotation=90, ha="right", va="center", fontsize=7)
        for k, (axis, image) in enumerate(zip(line, pixels(X), strict=True)):
            axis.imshow(image, interpolation="nearest")
            if name in captions:
                marked = red is not None and name in red and bool(red[name][k])
                axis.set_title(captions[name][k], fontsize=6, pad=2, color=COLOURS[1] if marked else "black")
    return figure


def sheet(X: torch.Tensor, names: Sequence[str], title: str = "") -> Figure:
    """Columns of images of one class each: X (K * len(names), 3, H, W), row by row."""
    K = len(X) // len(names)
    figure, axes = canvas(K, len(names), title, captions=0.13 / K)
    for axis, image in zip(axes.flat, pixels(X), strict=True):
        axis.imshow(image, interpolation="nearest")
    for axis, name in zip(axes[0], names, strict=True):
        axis.set_title(name, fontsize=6, pad=2)
    return figure


def accuracies(curves: dict[str, dict[int, float]], title: str = "") -> Figure:
    """Accuracy against step, {step: accuracy} by name."""
    figure, axis = plt.subplots(figsize=(WIDTH * 0.75, 2.2), dpi=144, layout="constrained")
    for (name, curve), colour in zip(curves.items(), COLOURS, strict=False):
        axis.plot(list(curve), list(curve.values()), color=colour, marker="o", markersize=3, linewidth=1.3, label=name)
    axis.set_ylim(0, 1.02)
    plain(axis, "step", "accuracy on test images")
    axis.legend(fontsize=7.5, frameon=False)
    return finished(figure, title)
