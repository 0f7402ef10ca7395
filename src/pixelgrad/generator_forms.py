"""Which network a state_dict belongs to, and how to build it: decoders of autoencoders, GANs' generators, StyleGAN2.

A form gives three things: the first layer, the rest, and the number of latent numbers. Values of the last layer go from 0 to 1.
"""

import torch
from torch import nn

from . import stylegan2


class Scaled(nn.Module):
    """Values from low to high -> from 0 to 1."""

    def __init__(self, low: float, high: float) -> None:
        super().__init__()
        self.low, self.high = low, high

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        return (X - self.low) / (self.high - self.low)


Parts = tuple[nn.Module, nn.Module, int]


def _filled(layers: list[nn.Module], S: dict[str, torch.Tensor], names: list[str]) -> list[nn.Module]:
    """Give those layers that have weights the ones called `names`, in order."""
    for layer, name in zip([layer for layer in layers if list(layer.parameters())], names, strict=True):
        layer.load_state_dict({key.removeprefix(f"{name}."): value for key, value in S.items() if key.startswith(f"{name}.")})
    return layers


def _burgess(S: dict[str, torch.Tensor]) -> Parts:
    """The decoder of Burgess et al. 2018: three linear layers, then transposed convolutions that double the size."""
    (wide, dim), last = S["decoder.lin1.weight"].shape, S["decoder.convT3.weight"].shape[1]
    ups = [name for name in ("convT_64", "convT1", "convT2", "convT3") if f"decoder.{name}.weight" in S]
    layers: list[nn.Module] = [nn.Linear(dim, wide), nn.ReLU(), nn.Linear(wide, wide), nn.ReLU(), nn.Linear(wide, 512), nn.ReLU()]
    layers.append(nn.Unflatten(1, (32, 4, 4)))
    for name in ups:
        layers += [nn.ConvTranspose2d(32, last if name == ups[-1] else 32, 4, stride=2, padding=1), nn.ReLU()]
    _filled(layers, S, [f"decoder.{name}" for name in ("lin1", "lin2", "lin3", *ups)])
    return layers[0], nn.Sequential(*layers[1:-1], nn.Sigmoid()), dim


def _mlp(S: dict[str, torch.Tensor], names: list[str], end: list[nn.Module]) -> Parts:
    """Linear layers with ReLU between, to 28x28 pixels."""
    layers: list[nn.Module] = []
    for name in names:
        after, before = S[f"{name}.weight"].shape
        layers += [nn.Linear(before, after), nn.ReLU()]
    _filled(layers, S, names)
    return layers[0], nn.Sequential(*layers[1:-1], *end, nn.Unflatten(1, (1, 28, 28))), S[f"{names[0]}.weight"].shape[1]


def _dcgan(S: dict[str, torch.Tensor]) -> Parts:
    """Radford et al. 2016: transposed convolutions with batch normalisation; the first makes (N, dim) into 4x4 maps."""
    names = [f"deconv{k}" for k in range(1, 6)]
    layers: list[nn.Module] = []
    for k, name in enumerate(names):
        before, after = S[f"{name}.weight"].shape[:2]
        layers.append(nn.ConvTranspose2d(before, after, 4, stride=2 if k else 1, padding=1 if k else 0))
        if f"{name}_bn.weight" in S:
            layers += [nn.BatchNorm2d(after), nn.ReLU()]
    _filled(layers, S, [part for name in names for part in (name, f"{name}_bn") if f"{part}.weight" in S])
    dim, maps = S["deconv1.weight"].shape[:2]
    first = nn.Sequential(nn.Unflatten(1, (dim, 1, 1)), layers[0], nn.Flatten())
    return first, nn.Sequential(nn.Unflatten(1, (maps, 4, 4)), *layers[1:], nn.Tanh(), Scaled(-1, 1)), dim


FORMS = {  # a name that only this form has
    "decoder.lin1.weight": _burgess,
    "deconv1.weight": _dcgan,
    "fc21.weight": lambda S: _mlp(S, ["fc3", "fc4"], [nn.Sigmoid()]),
    "synthesis.b4.const": stylegan2.parts,
    "4.weight": lambda S: _mlp(S, ["0", "2", "4"], [nn.Tanh(), Scaled(-1, 1)]),
}
