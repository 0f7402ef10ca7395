"""A small, smooth, known game for the checks of GAN training: it remembers what each player was shown.

The losses are none that an exercise asks for, and the optimisers are plain gradient descent, so that from what was shown
a check can work out every parameter after every step. Gradients are dirty at the start: who forgets to clear them is found out.
"""

import copy

import torch
from torch import nn

from . import gans
from .nets import builder, fill
from .standins import _Tape

D_LR, G_LR = 0.2, 0.1
NOISE, PIXELS = 4, 6


def discriminator_loss(logits_real, logits_fake):
    """In place of any loss of D: smooth, and different for real, fake and their exchange."""
    return torch.cosh(logits_real - 0.7).mean() + 0.5 * torch.cosh(logits_fake + 0.4).mean()


def generator_loss(logits_fake):
    """In place of any loss of G."""
    return (0.3 * logits_fake - 1).square().mean()


class Game(gans.Gan):
    """A Gan whose networks begin with tapes; counts and keeps quiet."""

    def __init__(self, D, G, noise_dim):
        super().__init__(D, G, (discriminator_loss, generator_loss), noise_dim)
        self.D_solver = torch.optim.SGD(D.parameters(), lr=D_LR)
        self.G_solver = torch.optim.SGD(G.parameters(), lr=G_LR)
        self.asked = 0

    def __deepcopy__(self, memo):
        """As usual, and with the gradients, which torch leaves behind."""
        made = type(self).__new__(type(self))
        memo[id(self)] = made
        made.__dict__.update(copy.deepcopy(self.__dict__, memo))
        for mine, its in zip(self.parameters(), made.parameters(), strict=True):
            its.grad = None if mine.grad is None else mine.grad.clone()
        return made

    def steps(self, n):
        self.asked = n
        yield from range(n)

    def report(self):
        """Plain data: what D and G were shown, [(whether it asked for gradients, batch)], parameters, steps asked for."""
        parameters = {name: value.detach().clone() for name, value in self.named_parameters()}
        return {"D": list(self.D[0].kept), "G": list(self.G[0].kept), "parameters": parameters, "asked": self.asked}


def dirty(net, seed):
    """Leave gradients in every parameter; the network itself."""
    dice = torch.Generator().manual_seed(seed)
    for parameter in net.parameters():
        parameter.grad = torch.randn(parameter.shape, generator=dice, dtype=torch.float64).to(parameter.dtype)
    return net


@builder
def game(noise_dim=NOISE, seed=0, dtype="float32"):
    """D: (N, 6) -> (N, 1); G: (N, noise_dim) -> (N, 6). Thaw it before use: `game(...).requires_grad_().train()`."""
    D = nn.Sequential(_Tape(), nn.Linear(PIXELS, 5), nn.Tanh(), nn.Linear(5, 1))
    G = nn.Sequential(_Tape(), nn.Linear(noise_dim, 5), nn.Softplus(), nn.Linear(5, PIXELS), nn.Tanh())
    made = fill(Game(D, G, noise_dim), seed, dtype)
    return dirty(made, seed + 1)


class _Noise(nn.Module):
    def forward(self, batch_size, dim, seed=None):
        return 2 * torch.rand(batch_size, dim) - 1


@builder
def noise():
    """In place of sample_noise."""
    return _Noise()


class _Step(nn.Module):
    def __init__(self):
        super().__init__()
        self.batches = []

    def forward(self, gan, real):
        self.batches.append(real.detach().clone())
        return losses_of(len(self.batches) - 1)

    def seen(self):
        return self.batches


def losses_of(t):
    """What `stepper` returns in step t: two numbers that tell the step and the player."""
    return 1.0 + t, -0.5 * t


@builder
def stepper():
    """In place of gan_step: remembers the batches, changes nothing, returns `losses_of(t)`."""
    return _Step()
