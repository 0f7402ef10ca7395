"""Trainings of an ACGAN: networks, optimisers and checkpoints together, and what they get right meanwhile."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from . import acgan, gans

WARM, BETAS = 100, (0.0, 0.9)  # steps of rising rate, at most; Adam's, as in Gulrajani et al. 2017, algorithm 1


class Duel(gans.Gan):
    """A discriminator D, a generator G, and an Adam for each, D_solver and G_solver.

    found: the images, as `acgan.load` gives them. rate: the highest of both Adams. Every `every` steps the accuracy on the
    test images goes to `reached`, {step: accuracy}, and what is needed to go on to the file `checkpoint`.
    """

    def __init__(self, D: nn.Module, G: nn.Module, found: acgan.Pictures, rate: float = 7e-4, **options: Any) -> None:
        super().__init__(D, G, (_none, _none), 100, **options)
        self.D_solver = torch.optim.Adam(D.parameters(), lr=rate, betas=BETAS)
        self.G_solver = torch.optim.Adam(G.parameters(), lr=rate, betas=BETAS)
        self.found, self.rate = found, rate

    def play(
        self, steps: int, learn: Callable[..., Any], teach: Callable[..., Any] | None = None, *, batch: int = 32, turn: int = 2
    ) -> None:
        """Make steps `learn(self, X, y)` of D, and in every `turn`-th, from the first, a step `teach(self, n)` of G.

        The rate rises in the first tenth and then falls to 0 in a straight line. Draws from torch's global generator.
        """
        device, warm = next(self.D.parameters()).device, max(1, min(WARM, steps // 10))
        for t in self.steps(steps):
            for solver in (self.D_solver, self.G_solver):
                solver.param_groups[0]["lr"] = self.rate * min((t + 1) / warm, 1 - t / steps)
            X, y = (part.to(device) for part in self.found.batch(batch))
            d, g = learn(self, X, y), float("nan")
            if teach is not None and t % turn == 0:
                g = teach(self, batch)
            self.show(d, g)

    @property
    def reached(self) -> dict[int, float]:
        """{step: share of test images that D got right then}."""
        return {t: float(value) for t, value in self.frames.items()}

    def _look(self) -> None:
        self.frames[self.t] = torch.tensor(acgan.accuracy(self.D, self.found.X_test, self.found.y_test))
        if self.checkpoint:
            self.save(self.checkpoint)


def _none(*_: Any) -> None:
    """There is no loss here: the steps have their own."""
