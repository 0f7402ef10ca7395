"""Figures of latent space: sheets of samples, film strips, an animation, curves. As in `plots`, one call each.

Images are (N, C, H, W) in [0, 1] with C = 1, drawn in grey, or C = 3.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.figure import Figure
from PIL import Image

from . import animation
from .plots import WIDTH, canvas, caption, finished, plain

COLOURS = "#1b6ca8", "#d1495b", "#5a9367", "#8a5a9e", "#c98a2b"


def tiles(images: torch.Tensor, columns: int, gap: int = 1) -> np.ndarray:
    """(N, C, H, W) -> one picture (h, w, 3) uint8 with rows of `columns` images, white lines of `gap` pixels between."""
    N, _, H, W = images.shape
    rows = -(-N // columns)
    cells = torch.ones(rows * columns, 3, H + gap, W + gap)
    cells[:N, :, :H, :W] = images.detach().cpu().float().clamp(0, 1).expand(N, 3, H, W)
    sheet = cells.view(rows, columns, 3, H + gap, W + gap).permute(0, 3, 1, 4, 2).flatten(2, 3).flatten(0, 1)
    return (sheet[: rows * (H + gap) - gap, : columns * (W + gap) - gap] * 255).round().byte().numpy()


def sheets(samples: dict[str, torch.Tensor], title: str = "", columns: int = 8) -> Figure:
    """Samples side by side, one sheet for each entry."""
    figure, axes = canvas(1, len(samples), title, captions=0.2)
    for axis, (name, images) in zip(axes.flat, samples.items(), strict=True):
        axis.imshow(tiles(images, columns), interpolation="nearest")
        caption(axis, name)
    return figure


def strips(rows: dict[str, torch.Tensor], steps: Sequence[str], title: str = "") -> Figure:
    """One film strip for each entry, (T, C, H, W), its name to the left; above the first one `steps`, a text for each image."""
    T = len(steps)
    left = 0.95
    side = (WIDTH - left) / T
    heights = [side * images.shape[2] / images.shape[3] + 0.04 for images in rows.values()]
    top = 0.2 * any(steps) + 0.28 * bool(title)
    height = sum(heights) + top
    figure = plt.figure(figsize=(WIDTH, height), dpi=144)
    figure.suptitle(title, fontsize=10, y=1 - 0.05 / height, va="top")
    below = height - top
    for k, (name, images) in enumerate(rows.items()):
        below -= heights[k]
        axis = figure.add_axes((left / WIDTH, below / height, 1 - left / WIDTH, (heights[k] - 0.04) / height))
        H, W = images.shape[2:]
        axis.imshow(tiles(images, T), interpolation="nearest", aspect="auto")
        axis.set_axis_off()
        axis.text(-0.012, 0.5, name, transform=axis.transAxes, ha="right", va="center", fontsize=7.5)
        if k == 0:
            for t, text in enumerate(steps):
                axis.text(t * (W + 1) + W / 2, -0.06 * H, text, ha="center", va="bottom", fontsize=7)
    plt.close(figure)
    return figure


def curves(panels: dict[str, dict[str, Any]], x: Any, label: str, title: str = "", mark: float | None = None) -> Figure:
    """A panel for each entry, holding curves by name: values for each of x. mark: draws a dotted line at this x."""
    figure, axes = plt.subplots(1, len(panels), figsize=(WIDTH, 2.2), dpi=144, squeeze=False, layout="constrained")
    for axis, (name, lines) in zip(axes.flat, panels.items(), strict=True):
        for colour, (line, values) in zip(COLOURS, lines.items(), strict=False):
            axis.plot(x, torch.as_tensor(values).cpu(), color=colour, linewidth=1.5, marker="o", markersize=2.5, label=line)
        if mark is not None:
            axis.axvline(mark, color="grey", linestyle=":", linewidth=1)
        axis.set_title(name, fontsize=8)
        plain(axis, label, size=7.5)
        if len(lines) > 1:
            axis.legend(fontsize=7, frameon=False)
    return finished(figure, title)


def bars(groups: dict[str, Sequence[float]], title: str = "", label: str = "component") -> Figure:
    """Bars numbered from 1, one panel for each entry."""
    figure, axes = plt.subplots(1, len(groups), figsize=(WIDTH, 2.0), dpi=144, squeeze=False, layout="constrained")
    for axis, colour, (name, values) in zip(axes.flat, COLOURS, groups.items(), strict=False):
        axis.bar(range(1, len(values) + 1), [float(value) for value in values], color=colour)
        axis.set_title(name, fontsize=8)
        plain(axis, label, size=7.5)
    return finished(figure, title)


def write_gif(images: torch.Tensor, path: str | Path, *, seconds: float = 6.0, scale: int = 5) -> Path:
    """Images (T, C, H, W) as an endless animation of about `seconds`; returns its path. Raises ValueError without images."""
    if not len(images):
        raise ValueError("there is no image to write")
    frames = [Image.fromarray(tiles(image[None], 1)) for image in images]
    frames = [frame.resize((frame.width * scale, frame.height * scale), Image.Resampling.BICUBIC) for frame in frames]
    return animation.write(frames, path, seconds=seconds)


def show_gif(images: torch.Tensor, path: str | Path, **options: Any) -> Any:
    """`write_gif`, and the file as something that a notebook shows."""
    return animation.shown(write_gif(images, path, **options))
