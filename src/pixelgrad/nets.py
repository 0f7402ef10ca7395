"""Small networks for checks: cheap, smooth, seeded, and known by how they were built.

Every builder takes plain data only and leaves its name and arguments on the module (`_spec`), so the
same network can be built again in another process from that and its state_dict, without pickle.
All come back frozen and in eval mode, as the notebooks freeze their backbones.

Limits: a module changed in structure after it was built no longer matches its `_spec`; changed
weights are fine, they are part of the state_dict.
"""

import functools
import inspect

import torch
from torch import nn


def builder(function):
    """Freeze what the builder makes and record how: `net._spec = ("pixelgrad.nets:conv_net", kwargs)`."""

    signature = inspect.signature(function)

    @functools.wraps(function)
    def build(*args, **kwargs):
        named = dict(signature.bind(*args, **kwargs).arguments)
        with torch.random.fork_rng(devices=[]):  # layers draw initial weights: keep the caller's dice
            net = function(**named)
        net._spec = (f"{function.__module__}:{function.__name__}", named)
        return net.requires_grad_(False).eval()

    return build


@builder
def linear_net(channels=3, height=4, width=5, classes=3, seed=0, dtype="float32"):
    """Scores that are linear in the pixels, no bias: the gradient of a score is a row of the weights.

    (N, channels, height, width) -> (N, classes); `net[1].weight` has shape (classes, C*H*W).
    """
    net = nn.Sequential(nn.Flatten(), nn.Linear(channels * height * width, classes, bias=False))
    return fill(net, seed, dtype)


@builder
def conv_net(channels=3, classes=4, width=6, seed=0, dtype="float32"):
    """A small smooth convolutional classifier for images of any height and width from 3 up.

    (N, channels, H, W) -> (N, classes). Tanh and softplus: a gradient exists everywhere.
    """
    net = nn.Sequential(
        nn.Conv2d(channels, width, 3, padding=1),  # (N, width, H, W)
        nn.Tanh(),
        nn.Conv2d(width, width, 3, stride=2, padding=1),  # (N, width, H/2, W/2)
        nn.Softplus(),
        nn.AdaptiveAvgPool2d(1),  # (N, width, 1, 1)
        nn.Flatten(),
        nn.Linear(width, classes),  # (N, classes)
    )
    return fill(net, seed, dtype)


@builder
def hill_net(channels=3, height=6, width=5, classes=3, walk=35.0, seed=0, dtype="float32"):
    """Every class scores as one uneven hill; class 0 has its top at the origin, the others 2 * walk away.

    (N, channels, height, width) -> (N, classes). From standard normal pixels, of class 0, it takes a
    climb of length about `walk` to reach another class, and the gradient turns on the way.
    """
    net = _Hills(channels * height * width, classes).to(getattr(torch, dtype))
    generator = torch.Generator().manual_seed(seed)
    direction = torch.randn(net.tops.shape, generator=generator, dtype=torch.float64)
    net.tops.data.copy_(2 * walk * direction / direction.norm(dim=1, keepdim=True))
    net.tops.data[0] = 0
    steepness = torch.rand(net.steepness.shape, generator=generator, dtype=torch.float64)
    net.steepness.data.copy_((0.5 + steepness) / (2 * walk))
    return net


@builder
def pooled_net(channels=3, classes=3, cells=7, seed=0, dtype="float32"):
    """Scores that are linear in the averages of `cells` x `cells` cells: cheap, for images of any size.

    (N, channels, H, W) -> (N, classes) for every H and W from `cells` up. It knows where things are,
    and the gradient of a score has a length of about 1 whatever the size of the image.
    """
    net = nn.Sequential(_Cells(cells), nn.Flatten(), nn.Linear(channels * cells * cells, classes))
    return fill(net, seed, dtype)


class _Cells(nn.Module):
    """(N, C, H, W) -> (N, C, cells, cells): averages, scaled so that noise of variance 1 keeps it."""

    def __init__(self, cells):
        super().__init__()
        self.cells = cells

    def forward(self, X):
        H, W = X.shape[2:]
        return nn.functional.adaptive_avg_pool2d(X, self.cells) * (H * W) ** 0.5 / self.cells


class _Hills(nn.Module):
    """score_c = -sum_i steepness_ci (x_i - top_ci)^2"""

    def __init__(self, pixels, classes):
        super().__init__()
        self.tops = nn.Parameter(torch.zeros(classes, pixels))
        self.steepness = nn.Parameter(torch.ones(classes, pixels))

    def forward(self, X):
        away = X.flatten(1)[:, None] - self.tops  # (N, classes, C*H*W)
        return -(self.steepness * away**2).sum(dim=2)  # (N, classes)


def fill(net, seed, dtype):
    """Give every weight matrix rows of length about 1 and small biases, from `seed` alone."""
    generator = torch.Generator().manual_seed(seed)
    net.to(getattr(torch, dtype))
    with torch.no_grad():
        for parameter in net.parameters():
            fan_in = parameter[0].numel() if parameter.ndim > 1 else 4
            drawn = torch.randn(parameter.shape, generator=generator, dtype=torch.float64)
            parameter.copy_(drawn * fan_in**-0.5)
    return net
