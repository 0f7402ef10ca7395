"""Pictures for the page, as SVG text: black, grey and hatching, so that they survive a monochrome printer."""

import io
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sealgrade.classreport.alike import BINS

INK, GREY, PALE = "#1b1b1b", "#6f6f6f", "#b9b9b9"
WIDTH = 8.4
LINE, ACROSS = 0.22, 4  # of a legend: inches of a line, names in it
STYLE: Any = {
    "svg.fonttype": "none", "font.family": "serif", "font.size": 9.5, "axes.edgecolor": GREY, "axes.linewidth": 0.6,
    "axes.labelcolor": INK, "text.color": INK, "xtick.color": GREY, "ytick.color": GREY, "xtick.labelcolor": INK,
    "ytick.labelcolor": INK, "axes.spines.top": False, "axes.spines.right": False, "text.parse_math": False, "hatch.linewidth": 0.6,
}  # fmt: skip


def _svg(figure: Figure, salt: str) -> str:
    """The picture to be put into HTML: no XML head, text left to the page's own font, and ids that no other picture has."""
    stream = io.StringIO()
    with rc_context({"svg.hashsalt": salt, **STYLE}):
        figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = stream.getvalue()
    text = re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL)
    text = re.sub(r'(id="|href="#|url\(#)', rf"\g<1>{salt}-", text)
    text = text.replace("font: 9.5px serif", "font: 9.5px inherit").replace("font-family: serif", "font-family: inherit")
    return re.sub(r'<svg ([^>]*?)width="[\d.]+pt"', r"<svg role='img' \1", re.sub(r'height="[\d.]+pt" ', "", text, count=1), count=1)


def _axes(height: float, above: float = 0.12) -> tuple[Figure, Axes]:
    """A picture WIDTH inches wide with the same margins in every picture; `above`: inches for a legend over the axes."""
    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0.55 / WIDTH, 0.55 / height, (WIDTH - 0.95) / WIDTH, (height - 0.55 - above) / height))
        axes.tick_params(length=2.5, width=0.6)
    return figure, axes


def scores(values: Sequence[float], full: float) -> str:
    """How many students have how many points; median dashed, mean dotted."""
    with rc_context(STYLE):
        figure, axes = _axes(2.7, above=0.35)
        bins = np.linspace(0, full, min(21, max(6, int(full) + 1)))
        axes.hist(np.clip(values, 0, full), bins=bins.tolist(), color=PALE, edgecolor=INK, linewidth=0.6)
        top = axes.get_ylim()[1]
        mean, median = float(np.mean(values)), float(np.median(values))
        axes.vlines(median, 0, top, colors=INK, linestyles=(0, (5, 2)), linewidth=1.0, label=f"median {median:.3g}")
        axes.vlines(mean, 0, top, colors=INK, linestyles=(0, (1, 1.5)), linewidth=1.2, label=f"mean {mean:.3g}")
        axes.plot(values, np.full(len(values), -0.045 * top), "|", color=INK, markersize=5, markeredgewidth=0.5, clip_on=False)
        axes.set(xlim=(-full / 60, full * 61 / 60), ylim=(0, top), xlabel=f"points, of {full:g}", ylabel="students")
        axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
        axes.tick_params(axis="x", pad=8)
        axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1.02), ncols=2, handlelength=2.2, borderpad=0)
    return _svg(figure, "scores")


def items(rates: Sequence[float], discriminations: Sequence[float], exercises: Sequence[str]) -> str:
    """Each test at its pass rate and discrimination; a marker per exercise."""
    with rc_context(STYLE):
        names = list(dict.fromkeys(exercises))
        legend = 0.08 + LINE * -(-len(names) // ACROSS)
        figure, axes = _axes(2.7 + legend, above=legend)
        for name, marker, face in zip(names, "os^DvPX*<>" * len(names), (INK, "white", PALE) * len(names), strict=False):
            chosen = [at for at, exercise in enumerate(exercises) if exercise == name and np.isfinite(discriminations[at])]
            x, y = [100 * rates[at] for at in chosen], [discriminations[at] for at in chosen]
            axes.plot(x, y, marker, color=INK, markerfacecolor=face, markersize=5.5, markeredgewidth=0.8, label=name, clip_on=False)
        axes.axhline(0.2, color=GREY, linewidth=0.7, linestyle=(0, (5, 3)))
        axes.annotate("0.2", (101, 0.2), fontsize=8, color=GREY, va="center", annotation_clip=False)
        lowest = min([0.0, *(value for value in discriminations if np.isfinite(value))])
        axes.set(xlim=(-1, 101), ylim=(lowest - 0.05, 1.02), xlabel="submissions that pass, %", ylabel="discrimination")
        columns = min(ACROSS, len(names))
        axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1.03), ncols=columns, handletextpad=0.2, borderpad=0)
    return _svg(figure, "items")


def likeness(counts: np.ndarray, best: Sequence[float]) -> str:
    """How alike all pairs are; the most alike as ticks below."""
    with rc_context(STYLE):
        figure, axes = _axes(2.2)
        axes.stairs(counts, BINS, fill=True, color=PALE)
        axes.stairs(counts, BINS, color=INK, linewidth=0.6)
        top = float(max(counts.max(), 1)) * 1.05
        axes.plot(best, np.full(len(best), -0.06 * top), "|", color=INK, markersize=6, markeredgewidth=0.8, clip_on=False)
        axes.set(xlim=(-0.01, 1.01), ylim=(0, top), xlabel="similarity of a pair of submissions", ylabel="pairs")
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.tick_params(axis="x", pad=8)
    return _svg(figure, "likeness")
