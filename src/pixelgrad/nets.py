"""Small networks for checks: cheap, smooth, seeded, and known by how they were built.

Every builder takes plain data only and leaves its name and arguments on the module (`_spec`), so the
same network can be built again in another process from that and its state_dict, without pickle.
All come back frozen and in eval mode, as the notebooks freeze their backbones.

Limits: a module changed in structure after it was built no longer matches its `_spec`; changed
weights are fine, they are part of the state_dict.
"""

import functools
import inspect
import math
from collections import OrderedDict

import torch
from torch import nn

CONTAINERS = (dict, OrderedDict, set)  # what a module keeps its parts, hooks and names in
FILLING = {"seed": 0, "dtype": "float32"}  # what every filled network may be asked for besides its shape


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


def filled(structure, draw=None):
    """`builder` for networks of plain layers: `structure` makes them, without seed and dtype, `draw` (or `fill`) their weights.

    What was made once in a process is copied from then on, which takes a tenth of the time. `build.loaded(state, ...)` makes
    the same network with the tensors of a state_dict, as they are, for its weights.
    """
    own = inspect.signature(structure)
    drawn = [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default) for name, default in FILLING.items()]
    signature = own.replace(parameters=[*own.parameters.values(), *drawn])
    defaults = {name: parameter.default for name, parameter in own.parameters.items()}

    @functools.lru_cache(maxsize=128)
    def bare(dtype, *shape):
        with torch.random.fork_rng(devices=[]):
            return structure(*shape).to(getattr(torch, dtype)).requires_grad_(False).eval()

    @functools.lru_cache(maxsize=64)
    def original(seed, dtype, *shape):
        return (draw or fill)(_copy(bare(dtype, *shape)), seed, dtype)

    def shape_of(named):
        return [named.get(name, default) for name, default in defaults.items()]

    def loaded(state, seed=0, dtype="float32", **named):
        return _copy(bare(dtype, *shape_of(named)), state)

    @functools.wraps(structure)
    def build(*args, **kwargs):
        plain = not args and kwargs.keys() <= signature.parameters.keys()  # bind takes longer than the copy
        named = kwargs if plain else dict(signature.bind(*args, **kwargs).arguments)
        seed, dtype = (named.get(name, default) for name, default in FILLING.items())
        net = _copy(original(seed, dtype, *shape_of(named)))
        net._spec = (f"{structure.__module__}:{structure.__name__}", named)
        return net

    build.__signature__, build.loaded = signature, loaded
    return build


def _copy(module, state=None, at=""):
    """A copy of a module made of plain layers: own weights, hooks and parts, all else shared. `copy.deepcopy` is 15 times slower.

    With a state_dict the weights are its tensors; `at` is where in it the module's names begin.
    """
    made = module.__new__(type(module))
    for name, value in module.__dict__.items():
        made.__dict__[name] = value.copy() if value.__class__ in CONTAINERS else value
    for name, parameter in module._parameters.items():
        if parameter is not None:
            data = parameter.detach().clone() if state is None else state[at + name]
            made._parameters[name] = nn.Parameter(data, parameter.requires_grad)
    for name, buffer in module._buffers.items():
        if buffer is not None:
            made._buffers[name] = buffer.clone() if state is None else state.get(at + name, buffer).clone()
    for name, part in module._modules.items():
        if part is not None:
            made._modules[name] = _copy(part, state, f"{at}{name}.")
    return made


@filled
def linear_net(channels=3, height=4, width=5, classes=3):
    """Scores that are linear in the pixels, no bias: the gradient of a score is a row of the weights.

    (N, channels, height, width) -> (N, classes); `net[1].weight` has shape (classes, C*H*W).
    """
    return nn.Sequential(nn.Flatten(), nn.Linear(channels * height * width, classes, bias=False))


@filled
def conv_net(channels=3, classes=4, width=6):
    """A small smooth convolutional classifier for images of any height and width from 3 up.

    (N, channels, H, W) -> (N, classes). Tanh and softplus: a gradient exists everywhere.
    """
    return nn.Sequential(
        nn.Conv2d(channels, width, 3, padding=1),  # (N, width, H, W)
        nn.Tanh(),
        nn.Conv2d(width, width, 3, stride=2, padding=1),  # (N, width, H/2, W/2)
        nn.Softplus(),
        nn.AdaptiveAvgPool2d(1),  # (N, width, 1, 1)
        nn.Flatten(),
        nn.Linear(width, classes),  # (N, classes)
    )


def _raise_hills(net, seed, dtype):
    """In place of `fill`: class 0 at the origin, the other tops 2 * walk away, slopes that let a climb take about `walk`."""
    generator = torch.Generator().manual_seed(seed)
    direction = torch.randn(net.tops.shape, generator=generator, dtype=torch.float64)
    steepness = torch.rand(net.steepness.shape, generator=generator, dtype=torch.float64)
    with torch.no_grad():
        net.tops.copy_(2 * net.walk * direction / direction.norm(dim=1, keepdim=True))
        net.tops[0] = 0
        net.steepness.copy_((0.5 + steepness) / (2 * net.walk))
    return net


@functools.partial(filled, draw=_raise_hills)
def hill_net(channels=3, height=6, width=5, classes=3, walk=35.0):
    """Every class scores as one uneven hill; class 0 has its top at the origin, the others 2 * walk away.

    (N, channels, height, width) -> (N, classes). From standard normal pixels, of class 0, it takes a
    climb of length about `walk` to reach another class, and the gradient turns on the way.
    """
    return _Hills(channels * height * width, classes, walk)


@filled
def pooled_net(channels=3, classes=3, cells=7):
    """Scores that are linear in the averages of `cells` x `cells` cells: cheap, for images of any size.

    (N, channels, H, W) -> (N, classes) for every H and W from `cells` up. It knows where things are,
    and the gradient of a score has a length of about 1 whatever the size of the image.
    """
    return nn.Sequential(_Cells(cells), nn.Flatten(), nn.Linear(channels * cells * cells, classes))


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

    def __init__(self, pixels, classes, walk):
        super().__init__()
        self.walk = walk
        self.tops = nn.Parameter(torch.zeros(classes, pixels))
        self.steepness = nn.Parameter(torch.ones(classes, pixels))

    def forward(self, X):
        away = X.flatten(1)[:, None] - self.tops  # (N, classes, C*H*W)
        return -(self.steepness * away**2).sum(dim=2)  # (N, classes)


def fill(net, seed, dtype):
    """Give every weight matrix rows of length about 1 and small biases, from `seed` alone."""
    generator, dtype = torch.Generator().manual_seed(seed), getattr(torch, dtype)
    parameters = list(net.parameters())
    if any(parameter.dtype != dtype for parameter in parameters):
        parameters = list(net.to(dtype).parameters())
    with torch.no_grad():
        for parameter in parameters:
            shape = parameter.shape
            fan_in = math.prod(shape[1:]) if len(shape) > 1 else 4
            parameter.copy_(torch.randn(shape, generator=generator, dtype=torch.float64).mul_(fan_in**-0.5))
    return net
