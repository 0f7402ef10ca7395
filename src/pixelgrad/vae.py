"""A small variational autoencoder of digits (Kingma and Welling 2014), whose decoder is the course's own generator.

Trained by `python -m pixelgrad.scripts.train_generator`; only the decoder is kept, as `weights/generator.safetensors`. On
what it was trained, and how good its samples are, stands in `weights/generator.json`. Pixels are in [0, 1], 0 is black.

An autoencoder alone learns to repeat images; what it makes of a random code is often between two digits. So in the second
half a discriminator judges random samples as well, as in Larsen et al. 2016, arXiv 1512.09300.

Limits: it imitates scikit-learn's digits, which have 8x8 pixels: its strokes are as soft as theirs.
"""

import torch
from torch import nn

from . import progress
from .digits import INNER, SIDE, unit

DIM, WIDTH = 12, 64  # numbers of a latent vector, and of a row of first-layer activations
FRAME, SLOPE = (SIDE - INNER) // 2, 0.2  # pixels around a digit, always black


def encoder(dim: int = DIM) -> nn.Sequential:
    """(N, 1, 20, 20) in [0, 1], the inner part of a digit -> (N, 2 dim): mean and log variance of the code; untrained."""
    return nn.Sequential(*_down(), nn.Linear(32 * 5 * 5, WIDTH), nn.LeakyReLU(SLOPE), nn.Linear(WIDTH, 2 * dim))


def discriminator() -> nn.Sequential:
    """(N, 1, 20, 20) -> (N, 1), above 0 for what looks real; untrained."""
    norm = nn.utils.parametrizations.spectral_norm
    layers = [*_down(), nn.Linear(32 * 5 * 5, WIDTH), nn.LeakyReLU(SLOPE), nn.Linear(WIDTH, 1)]
    return nn.Sequential(*(norm(layer) if list(layer.parameters()) else layer for layer in layers))


def _down() -> list[nn.Module]:
    first, second = nn.Conv2d(1, 16, 4, stride=2, padding=1), nn.Conv2d(16, 32, 4, stride=2, padding=1)
    return [first, nn.LeakyReLU(SLOPE), second, nn.LeakyReLU(SLOPE), nn.Flatten()]


def decoder(dim: int = DIM) -> tuple[nn.Sequential, nn.Sequential]:
    """The generator in two parts, untrained: z (N, dim) -> activations (N, 64) -> images (N, 1, 28, 28) in [0, 1]."""
    first = nn.Sequential(nn.Linear(dim, WIDTH), nn.LeakyReLU(SLOPE), nn.Linear(WIDTH, WIDTH))
    rest: list[nn.Module] = [nn.LeakyReLU(SLOPE), nn.Linear(WIDTH, 24 * 5 * 5), nn.LeakyReLU(SLOPE), nn.Unflatten(1, (24, 5, 5))]
    for before, after in ((24, 24), (24, 12)):  # interpolation leaves no checkerboard
        rest += [nn.Upsample(scale_factor=2, mode="bilinear"), nn.Conv2d(before, after, 3, padding=1), nn.LeakyReLU(SLOPE)]
    return first, nn.Sequential(*rest, nn.Conv2d(12, 1, 3, padding=1), nn.Sigmoid(), nn.ZeroPad2d(FRAME))


def turned(X: torch.Tensor, most: float = 0.1) -> torch.Tensor:
    """Images (N, 1, H, W), black around, each turned by up to `most` radians and made larger or smaller by up to `most`."""
    angle, size = ((2 * torch.rand(2, len(X)) - 1) * most).unbind(0)
    cos, sin, none = angle.cos() * (1 + size), angle.sin() * (1 + size), torch.zeros(len(X))
    rows = torch.stack([torch.stack([cos, -sin, none], 1), torch.stack([sin, cos, none], 1)], 1)  # (N, 2, 3)
    grid = nn.functional.affine_grid(rows, list(X.shape), align_corners=False)
    return nn.functional.grid_sample(X, grid, align_corners=False)


def inner(X: torch.Tensor) -> torch.Tensor:
    """(N, 1, 28, 28) -> (N, 1, 20, 20) without the black frame."""
    return X[..., FRAME:-FRAME, FRAME:-FRAME]


class Training:
    """Networks and optimisers; `step(X)` uses a batch of images (N, 1, 20, 20) and returns the autoencoder's loss.

    beta: weight of the divergence of the code from N(0, I) (Higgins et al. 2017). adversary: weight of the discriminator's
    opinion of random samples, 0 without one.
    """

    def __init__(self, steps: int, beta: float, dim: int = DIM) -> None:
        self.net, self.D, self.beta, self.dim = nn.Sequential(encoder(dim), *decoder(dim)), discriminator(), beta, dim
        self.optimiser = torch.optim.Adam(self.net.parameters(), betas=(0.5, 0.99))
        self.optimiser_D = torch.optim.Adam(self.D.parameters(), lr=1e-3, betas=(0.5, 0.99))
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(self.optimiser, 2e-3, total_steps=steps, cycle_momentum=False)

    def step(self, X: torch.Tensor, adversary: float = 0.0) -> float:
        mean, log_variance = self.net[0](X).chunk(2, dim=1)
        z = mean + (log_variance / 2).exp() * torch.randn_like(mean)
        pixels = nn.functional.binary_cross_entropy(inner(self.net[1:](z)), X, reduction="sum")
        divergence = (mean.square() + log_variance.exp() - 1 - log_variance).sum() / 2
        loss = (pixels + self.beta * divergence) / len(X)
        opinion = self.judged(X) if adversary else 0.0
        self.optimiser.zero_grad()
        (loss + adversary * opinion).backward()
        self.optimiser.step()
        self.schedule.step()
        return float(loss.detach())

    def judged(self, X: torch.Tensor) -> torch.Tensor:
        """One step of the discriminator on X and as many random samples; what it then thinks of these, lower is better."""
        fake = inner(self.net[1:](torch.randn(len(X), self.dim)))
        softplus = nn.functional.softplus
        self.optimiser_D.zero_grad()
        (softplus(-self.D(X)) + softplus(self.D(fake.detach()))).mean().backward()
        self.optimiser_D.step()
        return softplus(-self.D(fake)).mean()


def train(X: torch.Tensor, *, steps: int, beta: float, adversary: float, seed: int, batch: int = 64) -> tuple[nn.Sequential, list[float]]:
    """Encoder, first and rest in one chain, trained on digits X (N, 1, 28, 28) in MNIST's normalisation; loss of every 100 steps."""
    torch.manual_seed(seed)
    X = unit(X)
    training, losses = Training(steps, beta), []
    for step in progress.bar(steps, "training"):
        shown = inner(turned(X[torch.randint(len(X), (batch,))]))
        losses.append(training.step(shown, adversary if 2 * step >= steps else 0.0))
    net = training.net.eval().requires_grad_(False)
    return net, [sum(losses[k : k + 100]) / len(losses[k : k + 100]) for k in range(0, steps, 100)]
