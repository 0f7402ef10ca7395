"""Figures of style transfer: statistics in a row, and a result with the way to it. As in `plots`, one call each."""

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.figure import Figure

from . import plots


def two_rows(images: Sequence[Any], names: Sequence[str], small: Sequence[Any], steps: Sequence[str], title: str = "") -> Figure:
    """Raw images of any shape in a row, one caption each; below them a row of smaller ones, if any."""
    rows = [(images, names), (small, steps)][: 2 if len(small) else 1]
    heights = [0.18 + plots.WIDTH / len(row) * max(len(image) / image.shape[1] for image in row) for row, _ in rows]
    figure = plt.figure(figsize=(plots.WIDTH, sum(heights) + 0.3 * bool(title)), dpi=144, layout="constrained")
    figure.get_layout_engine().set(w_pad=0.02, h_pad=0.02, wspace=0.0, hspace=0.0)
    figure.suptitle(title, fontsize=10)
    parts = figure.subfigures(len(rows), 1, height_ratios=heights, squeeze=False)
    for part, (row, captions) in zip(parts.flat, rows, strict=True):
        for axis, image, text in zip(part.subplots(1, len(row), squeeze=False).flat, row, captions, strict=True):
            axis.imshow(image)
            axis.set_axis_off()
            plots.caption(axis, text)
    plt.close(figure)
    return figure


def matrices_row(matrices: Sequence[Any], names: Sequence[str], title: str = "") -> Figure:
    """Square matrices side by side as grey values, all in one scale: white is the 99th percentile of them all."""
    values = [np.asarray(torch.as_tensor(matrix).detach().cpu(), dtype=np.float64) for matrix in matrices]
    top = np.percentile(np.concatenate([value.ravel() for value in values]), 99)
    figure, axes = plots.canvas(1, len(values), title, captions=0.18)
    for axis, value, name in zip(axes.flat, values, names, strict=True):
        axis.imshow(value, cmap=plots.CMAP, vmin=0, vmax=top, interpolation="nearest")
        plots.caption(axis, name)
    return figure
