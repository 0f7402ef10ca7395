"""One-call figures: at most 6 inches wide, no axes, the title states the claim.

Every function returns the figure, already closed for pyplot: as
the last line of a cell it is shown once. Images are raw, (H, W, 3) uint8.
"""

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.figure import Figure

from .images import deprocess, vivid

WIDTH = 6.0
CMAP = "inferno"


def canvas(rows: int, columns: int, title: str, captions: float = 0.0, aspect: float = 1.0) -> tuple[Figure, Any]:
    """An empty grid of panels, `aspect` times as high as wide; `captions` is the height of text per row, in inches."""
    side = min(WIDTH / columns, 2.4 / min(aspect, 1))
    size = (side * columns, (side * aspect + captions) * rows + 0.3 * bool(title))
    figure, axes = plt.subplots(rows, columns, figsize=size, dpi=144, squeeze=False, layout="constrained")
    figure.get_layout_engine().set(w_pad=0.02, h_pad=0.02, wspace=0.0, hspace=0.0)
    if title:
        figure.suptitle(title, fontsize=10)
    for axis in axes.flat:
        axis.set_axis_off()
    plt.close(figure)
    return figure, axes


def caption(axis: Any, text: str) -> None:
    """Write a caption above a panel."""
    axis.set_title(text, fontsize=7.5, pad=3)


def plain(axis: Any, x: str = "", y: str = "", size: float = 8) -> None:
    """A panel of curves or bars: labels of this size, smaller ticks, no frame above and at the right."""
    axis.set_xlabel(x, fontsize=size)
    axis.set_ylabel(y, fontsize=size)
    axis.tick_params(labelsize=size - 0.5)
    axis.spines[["top", "right"]].set_visible(False)


def finished(figure: Figure, title: str) -> Figure:
    """The figure with its title; it will not be shown a second time by pyplot."""
    figure.suptitle(title, fontsize=10)
    plt.close(figure)
    return figure


def images_row(images: Sequence[Any], names: Sequence[str], title: str = "") -> Figure:
    """Raw images side by side, one caption above each; up to six a row, then more rows."""
    columns = min(len(images), 6)
    rows = -(-len(images) // columns)
    lines = 1 + max(name.count("\n") for name in names)
    figure, axes = canvas(rows, columns, title, captions=0.06 + 0.13 * lines)
    for axis, image, name in zip(axes.flat, images, names, strict=False):
        axis.imshow(image)
        caption(axis, name)
    return figure


def stretch(saliency: Any, sigma: float = 1.0, low: float = 50.0) -> np.ndarray:
    """(H, W) map -> [0, 1] for drawing: blurred by sigma pixels, cut at two percentiles.

    Values below the `low` percentile become 0, values above the 99.5th become 1. A constant
    map is all 0.
    """
    from scipy.ndimage import gaussian_filter

    values = np.asarray(torch.as_tensor(saliency).detach().cpu(), dtype=np.float64)
    values = gaussian_filter(values, sigma)
    floor, top = np.percentile(values, (low, 99.5))
    return np.clip((values - floor) / max(top - floor, np.finfo(float).tiny), 0, 1)


def saliency_gallery(images: Sequence[Any], saliency: Any, names: Sequence[str], title: str = "") -> Figure:
    """Three rows: images, their maps, and the images lit by the blurred maps.

    saliency (N, H, W), each map scaled on its own (`stretch`), so brightness does not
    compare between images.
    """
    figure, axes = canvas(3, len(images), title, captions=0.06)
    for column, (image, values, name) in enumerate(zip(images, saliency, names, strict=True)):
        glow = 0.25 + 0.75 * stretch(values, sigma=5.0, low=20.0)[..., None]
        axes[0, column].imshow(image)
        axes[1, column].imshow(stretch(values), cmap=CMAP, vmin=0, vmax=1)
        axes[2, column].imshow((np.asarray(image) * glow).astype(np.uint8))
        caption(axes[0, column], name)
    return figure


def fooling_figure(X: torch.Tensor, X_fooling: torch.Tensor, names: Sequence[str], title: str = "") -> Figure:
    """Original, fooling image, their difference, and ten times the difference.

    X, X_fooling (1, 3, H, W) normalised; names: class of the first and of the second.
    Differences are drawn around mid-grey.
    """
    before, after = deprocess(X)[0], deprocess(X_fooling)[0]
    change = after.astype(np.int16) - before
    panels = (before, after, grey(change), grey(10 * change))
    captions = (*names, "difference", "difference x 10")
    figure, axes = canvas(1, 4, title, captions=0.18)
    for axis, image, text in zip(axes.flat, panels, captions, strict=True):
        axis.imshow(image)
        caption(axis, text)
    return figure


def grey(change: np.ndarray) -> np.ndarray:
    """A signed change of 8-bit pixels -> uint8, drawn around mid-grey."""
    return np.clip(128 + change, 0, 255).astype(np.uint8)


def class_grid(X: Sequence[torch.Tensor], names: Sequence[str], title: str = "") -> Figure:
    """Normalised images (1, 3, H, W), up to three a row, each with its class name, in raised contrast (`images.vivid`)."""
    columns = min(len(X), 3)
    rows = -(-len(X) // columns)
    figure, axes = canvas(rows, columns, title, captions=0.18)
    for axis, img, name in zip(axes.flat, X, names, strict=False):
        axis.imshow(vivid(img))
        caption(axis, name)
    return figure
