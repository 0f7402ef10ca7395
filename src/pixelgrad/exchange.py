"""A small, smooth, known game of two generators and two discriminators, for the checks of CycleGAN's training step.

Losses are none that an exercise asks for and the optimisers are plain gradient descent, so a check can work out every
parameter after a step. Gradients are dirty at the start, and the pools hand on something other than what they get.
"""

import torch
from torch import nn
from torch.nn.functional import softplus

from .duel import dirty
from .nets import builder, fill
from .standins import _Loss, _Tape

G_LR, D_LR = 0.02, 0.05


def painter() -> nn.Sequential:
    """(N, 3, H, W) -> (N, 3, H, W), after a tape."""
    return nn.Sequential(_Tape(), nn.Conv2d(3, 4, 3, padding=1), nn.Tanh(), nn.Conv2d(4, 3, 1), nn.Tanh())


@builder
def painter_net(seed=0, dtype="float32"):
    """A generator alone, smooth, without a tape: (N, 3, H, W) -> (N, 3, H, W)."""
    return fill(painter()[1:], seed, dtype)


def critic() -> nn.Sequential:
    """(N, 3, H, W) -> (N, 1, H / 2, W / 2), after a tape."""
    return nn.Sequential(_Tape(), nn.Conv2d(3, 4, 2, stride=2), nn.Softplus(), nn.Conv2d(4, 1, 1))


def pooled(batch):
    """What a pool of the game returns."""
    return 0.8 * batch.detach().flip(0) + 0.1


class _Pool(nn.Module):
    def __init__(self):
        super().__init__()
        self.kept = []

    def query(self, batch):
        self.kept.append(batch.detach().clone())
        return pooled(batch)


class Game(nn.Module):
    """What a training step asks for; `report` tells what it saw."""

    def __init__(self):
        super().__init__()
        self.AB, self.BA, self.D_A, self.D_B = painter(), painter(), critic(), critic()
        self.pool_A, self.pool_B = _Pool(), _Pool()

    def solvers(self):
        self.G_solver = torch.optim.SGD([*self.AB.parameters(), *self.BA.parameters()], lr=G_LR)
        self.D_solver = torch.optim.SGD([*self.D_A.parameters(), *self.D_B.parameters()], lr=D_LR)
        return self

    def report(self):
        """Plain data: parameters, what the networks and the pools were shown."""
        shown = {name: [X for _, X in getattr(self, name)[0].kept] for name in ("AB", "BA", "D_A", "D_B")}
        pools = {name: list(getattr(self, name).kept) for name in ("pool_A", "pool_B")}
        return {"parameters": {name: value.detach().clone() for name, value in self.named_parameters()}, **shown, **pools}


@builder
def game(seed=0, dtype="float32"):
    """Thaw it before use: `game(...).requires_grad_().train()`."""
    return dirty(fill(Game(), seed, dtype).solvers(), seed + 1)


def size(X):
    """About |X|, smooth: its slope is at most 1, so that no step can run away."""
    return (1 + X.square()).sqrt()


def of_critic(real, fake):
    return softplus(0.7 - real).mean() + 0.5 * size(fake + 0.4).mean()


def of_painter(fake):
    return size(0.3 * fake - 1).mean()


def of_cycle(back, fake, real, weight=3.0):
    return weight * size(back(fake) - real).mean()


def of_identity(G, target, weight=2.0):
    return weight * softplus(target - G(target)).mean()


@builder
def discriminator_loss():
    """In place of discriminator_loss."""
    return _Loss(of_critic)


@builder
def generator_loss():
    """In place of generator_loss."""
    return _Loss(of_painter)


@builder
def cycle_loss():
    """In place of cycle_loss."""
    return _Loss(of_cycle)


@builder
def identity_loss():
    """In place of identity_loss."""
    return _Loss(of_identity)


def losses():
    """All four by the names that a step calls."""
    return {
        "discriminator_loss": discriminator_loss(),
        "generator_loss": generator_loss(),
        "cycle_loss": cycle_loss(),
        "identity_loss": identity_loss(),
    }
