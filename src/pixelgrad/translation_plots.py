"""Figures of image translation: two sets, the way of a training, results beside what is known. Images are in [-1, 1]."""

import torch
from matplotlib.figure import Figure

from . import latent_plots
from .translation import Game


def shown(X: torch.Tensor) -> torch.Tensor:
    """[-1, 1] -> [0, 1]."""
    return (X.detach().cpu() + 1) / 2


def pairs(images: dict[str, torch.Tensor], title: str = "", columns: int = 4) -> Figure:
    """Side by side a sheet of images for each entry."""
    return latent_plots.sheets({name: shown(X) for name, X in images.items()}, title, columns)


def rows(images: dict[str, torch.Tensor], title: str = "") -> Figure:
    """A row for each entry, (n, 3, H, W), of the same n images in different forms."""
    some = next(iter(images.values()))
    return latent_plots.strips({name: shown(X) for name, X in images.items()}, [""] * len(some), title)


def progress_rows(game: Game, way: str, title: str = "", most: int = 5) -> Figure:
    """The watched images, and their translations by `AB` or `BA` at the first step, and near the last one, half of it, a quarter ..."""
    k = ("AB", "BA").index(way)
    steps = sorted(game.frames)
    wanted = [0.0] + [steps[-1] / 2**j for j in range(most - 1)]
    chosen = sorted({min(steps, key=lambda step: abs(step - near)) for near in wanted})
    return rows({way[0]: game.watched[k]} | {f"step {t}": game.frames[t][k] for t in chosen}, title)
