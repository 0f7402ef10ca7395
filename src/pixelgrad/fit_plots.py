"""Figures of fits to the eleven points, of errors over the steps, and of a gradient check. As in `pixelgrad.plots`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from .plots import WIDTH, caption, finished, plain

INK, RED, BLUE, GREEN = "#222222", "#d1495b", "#1b6ca8", "#5a9367"
GRID = np.linspace(0, 1, 401)[:, None]


def fits(curves: Mapping[str, Callable[[np.ndarray], Any]], data: Sequence[np.ndarray], title: str = "", bundle: Any = None) -> Figure:
    """One panel for each function of x, (n, 1) -> (n, 1), drawn on [0, 1] over the points; its errors stand below its name.

    data: x, t that were trained on (full dots) and x, t held out (open ones), as `pixelgrad.mlp.points` gives them.
    bundle: functions drawn thin behind the last curve.
    """
    columns = min(len(curves), 3)
    rows = -(-len(curves) // columns)
    figure, axes = plt.subplots(
        rows, columns, figsize=(WIDTH, 2.15 * rows + 0.3), dpi=144, sharex=True, sharey=True, squeeze=False, layout="constrained"
    )
    for axis in axes.flat[len(curves) :]:
        axis.set_axis_off()
    for k, (axis, (name, curve)) in enumerate(zip(axes.flat, curves.items(), strict=False)):
        for thin in bundle or () if k == len(curves) - 1 else ():
            axis.plot(GRID, thin(GRID), color=GREEN, linewidth=0.5, alpha=0.35)
        axis.plot(GRID, curve(GRID), color=RED if k == 0 else BLUE, linewidth=1.6)
        _dots(axis, data)
        told = [f"{np.sqrt(np.mean((curve(x) - t) ** 2)):.2f}" for x, t in (data[:2], data[2:]) if len(x)]
        caption(axis, f"{name}\nerror {' / '.join(told)}")
    axes.flat[0].set_ylim(-1.7, 2.0)
    return finished(figure, title)


def _dots(axis: Any, data: Sequence[np.ndarray]) -> None:
    axis.plot(data[0], data[1], "o", color=INK, markersize=3.6)
    if len(data) > 2:
        axis.plot(data[2], data[3], "o", color="white", markeredgecolor=INK, markersize=4.2)
    plain(axis, size=7.5)


def parts(hidden: np.ndarray, curve: np.ndarray, data: Sequence[np.ndarray], title: str = "") -> Figure:
    """Left, what each hidden unit adds, (401, H); right, their sum with the bias, (401, 1), over the points."""
    figure, axes = plt.subplots(1, 2, figsize=(WIDTH, 2.3), dpi=144, layout="constrained")
    axes[0].plot(GRID, hidden, linewidth=1)
    axes[1].plot(GRID, curve, color=RED, linewidth=1.6)
    _dots(axes[1], data)
    for axis, name in zip(axes, ("what each hidden unit adds", "their sum"), strict=True):
        plain(axis, size=7.5)
        caption(axis, name)
    return finished(figure, title)


def gradient_check(eps: Sequence[float], gaps: Mapping[str, Sequence[float]], title: str = "") -> Figure:
    """Relative differences to finite differences against their step eps, both logarithmic."""
    figure, axis = plt.subplots(figsize=(WIDTH * 0.75, 2.4), dpi=144, layout="constrained")
    for (name, values), colour, marker in zip(gaps.items(), (BLUE, RED, GREEN), "os^", strict=False):
        axis.loglog(eps, values, marker=marker, markersize=3.5, linewidth=1.3, color=colour, label=name)
    axis.set_ylim(1e-13, 10)
    plain(axis, "step eps of the differences", "relative difference")
    axis.legend(fontsize=7.5, frameon=False)
    return finished(figure, title)


def errors(curves: Mapping[str, Sequence[float]], title: str = "", marks: Mapping[str, int] | None = None) -> Figure:
    """Errors against steps, both logarithmic, the start at step 1; marks: dashed lines at some steps, by name."""
    figure, axis = plt.subplots(figsize=(WIDTH * 0.75, 2.4), dpi=144, layout="constrained")
    for (name, values), colour in zip(curves.items(), (INK, BLUE, RED, GREEN), strict=False):
        axis.loglog(np.arange(1, len(values) + 1), values, color=colour, linewidth=1.4, label=name)
    for row, (name, step) in enumerate((marks or {}).items()):
        axis.axvline(step + 1, color="grey", linestyle="--", linewidth=0.9)
        told = f"{name}: step {step} "
        axis.text(step + 1, 0.98 - 0.09 * row, told, fontsize=7, va="top", ha="right", transform=axis.get_xaxis_transform())
    plain(axis, "steps, from 1", "error (root mean square)")
    axis.legend(fontsize=7.5, frameon=False, loc="lower left")
    return finished(figure, title)


def table(scores: Mapping[str, np.ndarray], title: str = "") -> Figure:
    """Training and validation errors by method, one dot for each start, their mean as a number. scores: (starts, 2) by name."""
    figure, axis = plt.subplots(figsize=(WIDTH, 0.75 + 0.36 * len(scores)), dpi=144, layout="constrained")
    for row, values in enumerate(scores.values()):
        for column, (colour, shift) in enumerate(((INK, -0.14), (BLUE, 0.14))):
            axis.plot(values[:, column], np.full(len(values), row + shift), "o", color=colour, alpha=0.6, markersize=4)
            mean = float(values[:, column].mean())
            axis.plot([mean] * 2, [row + shift - 0.12, row + shift + 0.12], color=colour, linewidth=1.6)
            axis.text(1.01, row + shift, f"{mean:.3f}", color=colour, fontsize=7, va="center", transform=axis.get_yaxis_transform())
    axis.set_yticks(range(len(scores)), list(scores))
    axis.set_xlim(0, None)
    axis.invert_yaxis()
    axis.plot([], [], "o", color=INK, markersize=4, label="training")
    axis.plot([], [], "o", color=BLUE, markersize=4, label="validation")
    axis.legend(fontsize=7, frameon=False, ncols=2, loc="lower right", bbox_to_anchor=(1, 1))
    plain(axis, "error (root mean square); at the right, the mean over the starts")
    return finished(figure, title)
