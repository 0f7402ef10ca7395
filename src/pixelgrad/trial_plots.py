"""Figures of trainings and of a search among them, of mistakes, and of points in the plane. As in `pixelgrad.plots`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from .plots import WIDTH, canvas, caption, finished, plain

BLUE, RED, INK = "#1b6ca8", "#d1495b", "#222222"


def learning_curves(history: Sequence[Mapping[str, Any]], title: str = "") -> Figure:
    """Loss and accuracy after each epoch, for "train" and "val". history: as `fit` of the notebook returns it."""
    figure, axes = plt.subplots(1, 2, figsize=(WIDTH, 2.2), dpi=144, layout="constrained")
    epochs = range(1, len(history) + 1)
    for k, (axis, name) in enumerate(zip(axes, ("loss", "accuracy"), strict=True)):
        for part, colour in (("train", INK), ("val", BLUE)):
            axis.plot(epochs, [row[part][k] for row in history], "o-", color=colour, markersize=2.5, linewidth=1.3, label=part)
        _plain(axis, name)
        axis.set_xlabel("epoch", fontsize=8)
    axes[0].set_yscale("log")
    axes[0].legend(fontsize=7.5, frameon=False)
    return finished(figure, title)


def search(rows: Iterable[tuple[Mapping[str, Any], float]], title: str = "") -> Figure:
    """One panel for each parameter: 1 - score of every trial against its value, its median as a line, the best trial in red."""
    rows = list(rows)
    best = max(range(len(rows)), key=lambda k: rows[k][1])
    names = sorted(rows[0][0])
    figure, axes = plt.subplots(1, len(names), figsize=(WIDTH, 2.1), dpi=144, sharey=True, squeeze=False, layout="constrained")
    for axis, name in zip(axes.flat, names, strict=True):
        values = sorted({config[name] for config, _ in rows})
        places = [values.index(config[name]) for config, _ in rows]
        missed = np.maximum(1 - np.array([score for _, score in rows]), 1e-3)
        medians = [np.median(missed[np.array(places) == k]) for k in range(len(values))]
        axis.semilogy(range(len(values)), medians, color=BLUE, linewidth=1, alpha=0.6)
        axis.plot(places, missed, "o", color=BLUE, markersize=4, alpha=0.6)
        axis.plot(places[best], missed[best], "o", color=RED, markersize=6)
        axis.set_xticks(range(len(values)), [f"{value:g}" for value in values])
        axis.margins(x=0.25)
        _plain(axis, name)
    axes[0, 0].set_ylabel("1 - validation accuracy", fontsize=8)
    return finished(figure, title)


def confusion(counts: np.ndarray, title: str = "") -> Figure:
    """Counts (10, 10), labels as rows and answers as columns: mistakes in colour, what is right as a number alone."""
    figure, axis = plt.subplots(figsize=(3.6, 3.5), dpi=144, layout="constrained")
    wrong = np.where(np.eye(len(counts), dtype=bool), 0, counts)
    axis.imshow(wrong, cmap="Reds", vmin=0, vmax=max(wrong.max(), 1) * 1.3)
    for row, column in np.argwhere(counts > 0):
        shade = "#999999" if row == column else INK
        axis.text(column, row, str(counts[row, column]), ha="center", va="center", fontsize=7, color=shade)
    ticks = range(len(counts))
    axis.set_xticks(ticks, [str(k) for k in ticks], fontsize=7.5)
    axis.set_yticks(ticks, [str(k) for k in ticks], fontsize=7.5)
    axis.set_xlabel("read as", fontsize=8)
    axis.set_ylabel("is", fontsize=8)
    return finished(figure, title)


def mistakes(images: np.ndarray, y: Sequence[int], guesses: Sequence[int], sureness: Sequence[float], title: str = "") -> Figure:
    """Images (n, H, W), up to sixteen, with what they are, what they were read as, and how sure the network was."""
    columns = min(max(len(images), 1), 8)
    figure, axes = canvas(max(-(-len(images) // columns), 1), columns, title, captions=0.3)
    for axis, image, label, guess, sure in zip(axes.flat, images, y, guesses, sureness, strict=False):
        axis.imshow(image, cmap="gray")
        caption(axis, f"{label} read\nas {guess} ({sure:.0%})")
    return figure


def embeddings(points: Mapping[str, np.ndarray], y: Mapping[str, Any], notes: Mapping[str, str], title: str = "") -> Figure:
    """Panels of points (n, 2), two a row, as the digits that they are, each in its colour. notes: a text below each name."""
    rows = -(-len(points) // 2)
    figure, axes = plt.subplots(rows, 2, figsize=(WIDTH, 2.9 * rows + 0.3), dpi=144, squeeze=False, layout="constrained")
    colours = plt.get_cmap("tab10")
    for axis, (name, places) in zip(axes.flat, points.items(), strict=True):
        labels = np.asarray(y[name])
        for digit in range(10):
            for place in places[labels == digit]:
                axis.text(*place, str(digit), color=colours(digit), fontsize=5, ha="center", va="center", clip_on=True)
        low, high = places.min(axis=0), places.max(axis=0)
        axis.set_xlim(low[0] - 2, high[0] + 2)
        axis.set_ylim(low[1] - 2, high[1] + 2)
        axis.set_xticks([])
        axis.set_yticks([])
        caption(axis, f"{name}\n{notes[name]}")
    return finished(figure, title)


def _plain(axis: Any, name: str) -> None:
    caption(axis, name)
    plain(axis, size=7.5)
