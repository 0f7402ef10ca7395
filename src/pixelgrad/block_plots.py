"""Figures of building blocks: features, what a position says, which class it serves, and groups. As in `pixelgrad.plots`.

Features, normalised (3, H, W), are drawn in raised contrast (`images.vivid`); photographs are raw, (H, W, 3) uint8.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from .images import vivid
from .plots import canvas, caption

SIGNED = "RdBu_r"
HUES = ("#e6194b", "#3cb44b", "#ffe119", "#4363d8", "#f58231", "#42d4f4", "#f032e6", "#bfef45")
EDGE = "#ffd166"


def feature_rows(rows: dict[str, tuple[Sequence[torch.Tensor], Sequence[str]]], title: str = "") -> Figure:
    """Rows of painted features, each with a name at its left and a caption above each picture."""
    columns = max(len(pictures) for pictures, _ in rows.values())
    figure, axes = canvas(len(rows), columns, title, captions=0.16)
    for line, (name, (pictures, names)) in zip(axes, rows.items(), strict=True):
        _label(line[0], name)
        for axis, picture, text in zip(line, pictures, names, strict=False):
            axis.imshow(vivid(picture))
            caption(axis, text)
    return figure


def dictionary(
    image: Any, place: tuple[float, float], rows: dict[str, tuple[int, Sequence[torch.Tensor], Sequence[str]]], title: str = ""
) -> Figure:
    """One row per layer: the photograph with the cell of the position, then the features that are strongest there.

    place: (row, column) as shares of the height and the width. rows: by the layer's name the number of cells of a side,
    the features and their captions.
    """
    figure, axes = canvas(len(rows), 1 + max(len(row[1]) for row in rows.values()), title, captions=0.16)
    for line, (name, (cells, pictures, names)) in zip(axes, rows.items(), strict=True):
        line[0].imshow(image)
        _label(line[0], name)
        height, width = image.shape[0] / cells, image.shape[1] / cells
        corner = int(place[1] * cells) * width - 0.5, int(place[0] * cells) * height - 0.5
        line[0].add_patch(Rectangle(corner, width, height, fill=False, edgecolor=EDGE, linewidth=1.4))
        for axis, picture, text in zip(line[1:], pictures, names, strict=False):
            axis.imshow(vivid(picture))
            caption(axis, text)
    return figure


def signed_maps(image: Any, maps: dict[str, Any], title: str = "") -> Figure:
    """The photograph in grey under each map: red speaks for the first class, blue for the second.

    maps: (h, w) by name. Each has its own symmetric scale; a cell without a share shows the photograph alone.
    """
    figure, axes = canvas(1, 1 + len(maps), title, captions=0.16)
    axes[0, 0].imshow(image)
    grey = np.asarray(image).mean(axis=2)
    for axis, (name, values) in zip(axes[0, 1:], maps.items(), strict=True):
        values = _array(values)
        strength = np.abs(values) / max(np.abs(values).max(), 1e-12)
        extent = (-0.5, grey.shape[1] - 0.5, grey.shape[0] - 0.5, -0.5)
        axis.imshow(grey, cmap="gray", vmin=-40, vmax=295)
        axis.imshow(
            np.sign(values) * strength, cmap=SIGNED, vmin=-1, vmax=1, alpha=0.75 * strength**0.5, extent=extent, interpolation="nearest"
        )
        caption(axis, name)
    return figure


def group_figure(image: Any, maps: Any, pictures: Sequence[torch.Tensor], names: Sequence[str], title: str = "") -> Figure:
    """Above, the photograph under each group's map, in the group's colour; below, its feature. First column: all groups.

    maps: (G, h, w), not negative, each scaled by its own maximum.
    """
    figure, axes = canvas(2, 1 + len(pictures), title, captions=0.2)
    planes = [plane / max(plane.max(), 1e-12) for plane in _array(maps)]
    grey = np.repeat(np.asarray(image).mean(axis=2)[..., None] / 255, 3, axis=2)
    winner = np.argmax(planes, axis=0)
    everyone = [plane * (winner == k) for k, plane in enumerate(planes)]
    axes[0, 0].imshow(_tinted(grey, everyone))
    caption(axes[0, 0], "strongest group")
    axes[1, 0].imshow(image)
    for k, (picture, name) in enumerate(zip(pictures, names, strict=True)):
        axes[0, 1 + k].imshow(_tinted(grey, [plane * (j == k) for j, plane in enumerate(planes)]))
        axes[1, 1 + k].imshow(vivid(picture))
        caption(axes[0, 1 + k], f"group {k}")
        caption(axes[1, 1 + k], name)
    return figure


def _tinted(grey: np.ndarray, planes: Sequence[np.ndarray]) -> np.ndarray:
    """grey (H, W, 3) in [0, 1], tinted in the colour of each plane, as strongly as the plane says."""
    shown = 0.25 + 0.6 * grey
    for plane, hue in zip(planes, HUES, strict=False):
        weight = 0.8 * torch.nn.functional.interpolate(torch.as_tensor(plane)[None, None], grey.shape[:2], mode="bilinear")[0, 0, ..., None]
        shown = shown * (1 - weight.numpy()) + np.array(to_rgb(hue)) * weight.numpy()
    return np.clip(shown, 0, 1)


def _array(values: Any) -> np.ndarray:
    return np.asarray(torch.as_tensor(values).detach().cpu(), dtype=np.float64)


def _label(axis: Any, text: str) -> None:
    axis.text(-0.06, 0.5, text, transform=axis.transAxes, rotation=90, ha="right", va="center", fontsize=7)
