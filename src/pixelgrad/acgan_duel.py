"""A small, smooth, known game for the checks of the ACGAN's steps, and a critic that remembers where it was asked.

As in `duel`: plain gradient descent, gradients that are dirty at the start, and tapes in front of both players, so that
from what was shown a check can work out every parameter after a step. All are built by `nets.builder`, so they travel.
"""

import torch
from torch import nn

from . import duel
from .nets import builder, fill
from .standins import _Tape

CLASSES, NOISE, HEIGHT, WIDTH = 10, 100, 2, 3
PIXELS = 3 * HEIGHT * WIDTH


class _Critic(nn.Module):
    """A tape, then a score (N, 1) and class scores (N, 10)."""

    def __init__(self, pixels, linear=False):
        super().__init__()
        self.tape, self.inner = _Tape(), nn.Linear(pixels, 5, bias=not linear)
        self.bend = nn.Identity() if linear else nn.Softplus()
        self.score, self.classes = nn.Linear(5, 1), nn.Linear(5, CLASSES)

    def forward(self, X):
        H = self.bend(self.inner(self.tape(X).flatten(1)))
        return self.score(H), self.classes(H)

    def shown(self):
        """Every batch shown, in order."""
        return [X for _, X in self.tape.kept]


@builder
def critic(height=3, width=4, linear=False, seed=0, dtype="float32"):
    """(N, 3, height, width) -> score (N, 1), class scores (N, 10); smooth, or linear in the pixels."""
    return fill(_Critic(3 * height * width, linear), seed, dtype)


class Match(duel.Game):
    """A Game of a critic with two heads and a generator of images (N, 3, 2, 3)."""

    def report(self):
        """Plain data: the noise that G was shown, what D was shown, all parameters and their gradients as they are now."""
        named = dict(self.named_parameters())
        return {
            "G": [Z for _, Z in self.G[0].kept],
            "D": self.D.shown(),
            "parameters": {name: value.detach().clone() for name, value in named.items()},
            "gradients": {name: value.grad for name, value in named.items()},
        }


@builder
def match(seed=0, dtype="float32"):
    """D: (N, 3, 2, 3) -> two heads; G: (N, 100) -> (N, 3, 2, 3). Thaw it before use: `match(...).requires_grad_().train()`."""
    G = nn.Sequential(_Tape(), nn.Linear(NOISE, 5), nn.Softplus(), nn.Linear(5, PIXELS), nn.Tanh(), nn.Unflatten(1, (3, HEIGHT, WIDTH)))
    made = fill(Match(_Critic(PIXELS), G, NOISE), seed, dtype)
    return duel.dirty(made, seed + 1)


def penalty(netD, real, fake):
    """In place of gradient_penalty: smooth, of D's weights and of both batches, and without a look through D."""
    size = sum(parameter.square().sum() for parameter in netD.parameters())
    return 0.3 * size * (2 + (real.detach() * fake.detach()).mean())


class _Penalty(nn.Module):
    def __init__(self):
        super().__init__()
        self.pairs = []

    def forward(self, netD, real, fake):
        self.pairs.append((real.detach().clone(), fake.detach().clone()))
        return penalty(netD, real, fake)

    def seen(self):
        """The pairs of batches that it got."""
        return self.pairs


@builder
def penaliser():
    """In place of gradient_penalty: `penalty`, and a memory of what it was asked about."""
    return _Penalty()


class _Noise(nn.Module):
    def forward(self, y):
        dtype = torch.get_default_dtype()
        return torch.cat([nn.functional.one_hot(y, CLASSES).to(dtype), torch.randn(len(y), NOISE - CLASSES, device=y.device)], dim=1)


@builder
def noise():
    """In place of class_noise."""
    return _Noise()
