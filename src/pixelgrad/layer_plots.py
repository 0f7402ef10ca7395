"""Figures of layers: saliency at several depths, and what single activations see. As in `pixelgrad.plots`."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from .plots import CMAP, canvas, caption, stretch

EDGE = "#4cc9f0"


def depth_gallery(images: Sequence[Any], maps: Sequence[Any], names: Sequence[str], layers: Sequence[str], title: str = "") -> Figure:
    """One row per image: the raw image, then its map at each depth.

    maps: one (N, H, W) tensor per depth, each map scaled on its own (`plots.stretch`).
    names: a caption per image; layers: a caption per depth, above the first row.
    """
    figure, axes = canvas(len(images), 1 + len(maps), title, captions=0.18)
    for row, (image, name) in enumerate(zip(images, names, strict=True)):
        axes[row, 0].imshow(image)
        caption(axes[row, 0], name)
        for axis, depth, layer in zip(axes[row, 1:], maps, layers, strict=True):
            axis.imshow(stretch(depth[row]), cmap=CMAP, vmin=0, vmax=1)
            if row == 0:
                caption(axis, layer)
    return figure


def fields_figure(
    image: Any, influences: Sequence[torch.Tensor], boxes: Sequence[Sequence[int]], names: Sequence[str], title: str = ""
) -> Figure:
    """Above: the raw image, with the box of one activation of each layer. Below: the pixels that move it.

    influences: (H, W) gradients per layer, drawn as their fourth root, black where exactly 0; boxes: (left, top,
    width, height) per layer, in pixels.
    """
    figure, axes = canvas(2, len(names), title, captions=0.09)
    for column, (values, place, name) in enumerate(zip(influences, boxes, names, strict=True)):
        strength = np.asarray(values.detach().cpu(), dtype=np.float64) ** 0.25
        axes[0, column].imshow(image)
        axes[1, column].imshow(strength, cmap=CMAP, vmin=0)
        caption(axes[0, column], name)
        for axis in axes[:, column]:
            left, top, width, height = place
            axis.add_patch(Rectangle((left - 0.5, top - 0.5), width, height, fill=False, edgecolor=EDGE, linewidth=1.2))
            axis.set_xlim(-0.5, values.shape[1] - 0.5)
            axis.set_ylim(values.shape[0] - 0.5, -0.5)
    return figure
