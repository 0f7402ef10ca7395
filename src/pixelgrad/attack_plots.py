"""Figures of attacks: what was added, what the network says now, and how often. As in `pixelgrad.plots`."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.figure import Figure

from .images import deprocess
from .plots import WIDTH, canvas, caption, finished, grey, plain

COLOURS = ("#1b6ca8", "#d1495b")


def adversarial_figure(X: torch.Tensor, attacked: torch.Tensor, names: Sequence[str], title: str = "", gain: int = 8) -> Figure:
    """Above: the clean image, then one attacked image per strength. Below each: `gain` times its change.

    X: (1, 3, H, W) normalised; attacked: (M, 3, H, W), one per strength; names: 1 + M captions. Changes are drawn
    around mid-grey.
    """
    before, after = deprocess(X)[0], deprocess(attacked)
    figure, axes = canvas(2, 1 + len(after), title, captions=0.16)
    axes[0, 0].imshow(before)
    caption(axes[0, 0], names[0])
    for above, below, image, name in zip(axes[0, 1:], axes[1, 1:], after, names[1:], strict=True):
        above.imshow(image)
        below.imshow(grey(gain * (image.astype(np.int16) - before)))
        caption(above, name)
        caption(below, f"the change x {gain}")
    return figure


def strength_curve(strengths: Sequence[float], curves: dict[str, Sequence[float]], title: str = "", label: str = "eps in 255ths") -> Figure:
    """Shares from 0 to 1 against the strengths of an attack, evenly spaced; one line per entry of `curves`, by name."""
    figure, axis = plt.subplots(figsize=(WIDTH * 0.75, 2.3), dpi=144, layout="constrained")
    for (name, values), colour, marker in zip(curves.items(), COLOURS, "os", strict=False):
        axis.plot(range(len(values)), values, color=colour, marker=marker, markersize=4, linewidth=1.4, label=name, clip_on=False)
    axis.set_xticks(range(len(strengths)), [f"{strength:g}" for strength in strengths])
    axis.set_ylim(0, 1)
    plain(axis, label)
    axis.legend(fontsize=7.5, frameon=False)
    return finished(figure, title)


def small_grid(X: torch.Tensor, before: Sequence[str], after: Sequence[str], title: str = "", columns: int = 8) -> Figure:
    """Small images (N, 3, H, W) in [-1, 1], captioned with the class before and after; one that changed is in colour."""
    pixels = ((X.detach().cpu() + 1) / 2).clamp(0, 1).movedim(1, -1).numpy()
    figure, axes = canvas(-(-len(pixels) // columns), columns, title, captions=0.26)
    for axis, image, old, new in zip(axes.flat, pixels, before, after, strict=False):
        axis.imshow(image, interpolation="nearest")
        axis.set_title(f"{old}\n{new}", fontsize=6, pad=2, color="black" if old == new else COLOURS[1])
    return figure
