"""Generators with a latent vector: our own of digits, those of the data folder, a file of weights, any module of yours.

All are a `Generator`: latent vectors z (N, dim), standard normal, become activations of the first layer, `net.first(z)`,
(N, d), and these become images, `net.rest(...)`, (N, C, H, W) in [0, 1]. `net(z)` does both.

Limits: what a file of weights is for is told from the names and shapes in it; of StyleGAN that is version 2 only.
"""

import json
from pathlib import Path
from typing import Any

import torch
from torch import nn

from . import data, vae, weights_only
from .generator_forms import FORMS, Scaled

WEIGHTS = Path(__file__).with_name("weights")
OURS = "digits"
KNOWN = {  # name: the set of the catalogue, its file
    "VAE_mnist": ("vae_generators", "generators/VAE_mnist.pt"),
    "btcvae_mnist": ("vae_generators", "generators/btcvae_mnist.pt"),
    "VAE_celeba": ("vae_generators", "generators/VAE_celeba.pt"),
    "btcvae_celeba": ("vae_generators", "generators/btcvae_celeba.pt"),
    "mlp_gan": ("csinva_mnist", "generators/csinva_gan_mlp_G300.ckpt"),
    "mlp_vae": ("csinva_mnist", "generators/csinva_mnist_vae.pth"),
    "dcgan": ("mnist_dcgan", "generators/mnist_dcgan64_G.pkl"),
}


class Generator(nn.Module):
    """z (N, dim) -> images (N, C, H, W) in [0, 1], by way of activations (N, d); frozen, in eval mode."""

    def __init__(self, first: nn.Module, rest: nn.Module, dim: int, name: str = "") -> None:
        super().__init__()
        self.first, self.rest, self.dim, self.name = first, rest, dim, name
        self.eval().requires_grad_(False)

    @torch.no_grad()
    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return self.rest(self.first(z)).clamp(0, 1)


def available() -> list[str]:
    """Names that `load` takes here: ours, and those whose files are in the data folder."""
    return [OURS, *(name for name, (_, file) in KNOWN.items() if (data.data_folder() / file).is_file())]


def load(name: str = "", *, verbose: bool = True) -> Generator:
    """One of `available()`; without a name `VAE_mnist` if it is here, else ours. Prints one line that says which."""
    name = name or ("VAE_mnist" if "VAE_mnist" in available() else OURS)
    if name == OURS:
        net, where = ours(), "which comes with the course"
    elif name in KNOWN:
        file = data.data_folder() / KNOWN[name][1]
        if not file.is_file():
            raise data.DataError(f"{name} is not in {data.data_folder()}. Get it: pixelgrad data fetch {KNOWN[name][0]}")
        net, where = from_file(file), "found in the data folder"
    else:
        raise ValueError(f"no generator is called {name!r}; there is {', '.join([OURS, *KNOWN])}")
    net.name = name
    if verbose:
        C, H, W = net(torch.zeros(1, net.dim))[0].shape
        print(f"Generator: {name}, {where}: {net.dim} latent numbers -> {C}x{H}x{W} values.")
    return net


def ours() -> Generator:
    """The decoder of `pixelgrad.vae` with the weights of the package."""
    first, rest = vae.decoder()
    nn.Sequential(first, rest).load_state_dict(weights_only.load(WEIGHTS / "generator.safetensors"))
    return Generator(first, rest, vae.DIM, OURS)


def about() -> dict[str, Any]:
    """What is known of the shipped weights: data, seed, command, quality of the samples."""
    return json.loads((WEIGHTS / "generator.json").read_text("utf-8"))


def wrap(module: nn.Module, dim: int, *, low: float = 0.0, high: float = 1.0) -> Generator:
    """Any module z (N, dim) -> (N, C, H, W) with values from `low` (black) to `high`. Its first layer is z itself.

    For a network that you built with code that you trust, such as StyleGAN3's; the module is used as it is.
    """
    return Generator(nn.Identity(), nn.Sequential(module, Scaled(low, high)), dim, type(module).__name__)


def linear(mean: torch.Tensor, components: torch.Tensor, deviations: torch.Tensor, shape: tuple[int, ...]) -> Generator:
    """Images whose pixels are linear in z: mean (d,) plus z (N, k) times deviations (k,) times components (k, d), as `shape`."""
    layer = nn.Linear(len(components), len(mean))
    layer.weight.data, layer.bias.data = (components.T * deviations).float(), mean.float()
    return Generator(layer, nn.Unflatten(1, shape), len(components), "linear")


def from_file(path: str | Path) -> Generator:
    """A generator from a file of weights (`weights_only.load`: nothing in it is run), if its form is one of those known.

    Raises weights_only.Refused for a file that holds more than weights, ValueError where the form is not known.
    """
    S = weights_only.load(path)
    for key, build in FORMS.items():
        if key in S:
            return Generator(*build(S), Path(path).stem)
    told = ", ".join(list(S)[:3])
    if any(name.startswith("synthesis.L") for name in S):
        told += " ...: StyleGAN3"
    raise ValueError(
        f"{Path(path).name} has weights of no known form ({told}). Build its network yourself, load the weights, then: wrap(net, dim)"
    )
