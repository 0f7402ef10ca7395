"""Figures of GANs: samples, the way there, losses, classes, and a study's table. As in `pixelgrad.plots`."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter
from PIL import Image

from . import animation
from .gans import SIDE
from .plots import WIDTH, canvas, caption, finished, plain

COLOURS = "#1b6ca8", "#d1495b", "#5a9367", "#8a5a9e"


def tiles(X: torch.Tensor, columns: int = 8) -> torch.Tensor:
    """Images as rows, (N, 784) in [-1, 1] -> one grey image of full rows of `columns`, (H, W) uint8."""
    rows = -(-len(X) // columns)
    sheet = torch.zeros(rows * columns, SIDE, SIDE, dtype=torch.uint8)
    sheet[: len(X)] = ((X.detach().cpu().float() + 1) * 127.5).round().clamp(0, 255).byte().view(-1, SIDE, SIDE)
    return sheet.view(rows, columns, SIDE, SIDE).transpose(1, 2).reshape(rows * SIDE, columns * SIDE)


def sheets(images: dict[str, torch.Tensor], title: str = "", columns: int = 8) -> Figure:
    """Side by side a sheet of samples for each entry, (N, 784) in [-1, 1], or a finished sheet (H, W) uint8."""
    shown = {name: X if X.dtype == torch.uint8 else tiles(X, columns) for name, X in images.items()}
    height, width = next(iter(shown.values())).shape
    figure, axes = canvas(1, len(shown), title, captions=0.2, aspect=height / width)
    for axis, (name, sheet) in zip(axes.flat, shown.items(), strict=True):
        axis.imshow(sheet.numpy(), cmap="gray", vmin=0, vmax=255)
        caption(axis, name)
    return figure


def losses(history: dict[str, Sequence[Any]], title: str = "", window: int = 25) -> Figure:
    """Both losses of each training, (steps, 2), as running means over `window` steps."""
    figure, axes = plt.subplots(1, len(history), figsize=(WIDTH, 2.3), dpi=144, squeeze=False, layout="constrained")
    for axis, (name, pairs) in zip(axes.flat, history.items(), strict=True):
        values = np.asarray(pairs, dtype=np.float64)
        width = min(window, len(values))
        for column, (player, colour) in enumerate(zip(("discriminator", "generator"), COLOURS, strict=False)):
            axis.plot(np.convolve(values[:, column], np.ones(width) / width, "valid"), color=colour, linewidth=1.2, label=player)
        axis.set_title(name, fontsize=8)
        plain(axis, "step", "loss", size=7.5)
    axes.flat[0].legend(fontsize=7, frameon=False)
    return finished(figure, title)


def histograms(counts: dict[str, Any], title: str = "") -> Figure:
    """Shares of the classes 0 to 9, one panel per entry; a dotted line where all classes are alike."""
    figure, axes = plt.subplots(1, len(counts), figsize=(WIDTH, 1.9), dpi=144, squeeze=False, layout="constrained", sharey=True)
    for k, (axis, (name, count)) in enumerate(zip(axes.flat, counts.items(), strict=True)):
        share = np.asarray(count, dtype=np.float64) / np.sum(count)
        axis.bar(range(len(share)), share, color=COLOURS[k % len(COLOURS)])
        axis.axhline(1 / len(share), color="grey", linestyle=":", linewidth=1)
        axis.set_xticks(range(len(share)))
        axis.set_title(name, fontsize=8)
        plain(axis, "read as", "share of samples" if k == 0 else "", size=7.5)
    return finished(figure, title)


def study(rows: Sequence[dict[str, Any]], title: str = "") -> Figure:
    """Frechet distance against each setting of `pixelgrad.scripts.gan_study`; the common point is marked."""
    names = [name for name in dict.fromkeys(row["changed"] for row in rows) if name]
    base = next(row for row in rows if not row["changed"])
    columns = min(len(names), 3)
    lines = -(-len(names) // columns)
    figure, axes = plt.subplots(
        lines, columns, figsize=(WIDTH, 1.8 * lines + 0.3), dpi=144, squeeze=False, sharey=True, layout="constrained"
    )
    for axis in axes.flat[len(names) :]:
        axis.set_axis_off()
    for k, (axis, name) in enumerate(zip(axes.flat, names, strict=False)):
        points = sorted((row[name], row["distance"]) for row in rows if row["changed"] in ("", name))
        axis.plot([str(x) for x, _ in points], [d for _, d in points], color=COLOURS[0], marker="o", markersize=3.5, linewidth=1.2)
        axis.plot(str(base[name]), base["distance"], color=COLOURS[1], marker="o", markersize=5)
        axis.set_yscale("log")
        axis.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axis.yaxis.set_major_formatter("{x:g}")
        axis.yaxis.set_minor_formatter(NullFormatter())
        plain(axis, name.replace("_", " "), "Frechet distance" if k % columns == 0 else "", size=7.5)
    return finished(figure, title)


def write_gif(frames: Sequence[torch.Tensor], path: str | Path, *, seconds: float = 4.0, scale: int = 2) -> Path:
    """Write sheets (H, W) uint8 as an endless animation of about `seconds`, the last picture held; returns its path."""
    if not frames:
        raise ValueError("there is no frame to write: was gan.steps() used?")
    drawn = [
        Image.fromarray(frame.numpy()).resize([scale * side for side in frame.shape[::-1]], Image.Resampling.NEAREST) for frame in frames
    ]
    return animation.write(drawn, path, seconds=seconds, hold=1500)


def show_gif(frames: Iterable[torch.Tensor], path: str | Path, **options: Any) -> Any:
    """`write_gif`, and the file as something that a notebook shows."""
    return animation.shown(write_gif(list(frames), path, **options))
