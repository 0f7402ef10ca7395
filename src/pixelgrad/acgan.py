"""Small colour images for a discriminator that reads classes, and the discriminators that come with the package.

Images are (N, 3, 32, 32) in [-1, 1]: CIFAR-10 if the data folder has it, else scikit-learn's digits, enlarged and
framed, in three equal channels. Weights for both sets were trained by `python -m pixelgrad.scripts.train_discriminators`;
the JSON beside them says with which command, how far, and how often they are right on images they never saw.

Limits: the shipped networks are narrower and were trained for minutes, not days: those of the digits on one core of a laptop,
those of CIFAR-10 on one GPU.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

from . import data, digits, dissect

SIDE = 32
KINDS = ("alone", "against")
FOLDER = Path(__file__).with_name("trained")
SETS = {"cifar10": "cifar10", "cifar10_sample": "cifar10", "digits": "digits"}  # of data sets, whose weights fit


class Pictures(NamedTuple):
    """X_train (N, 3, 32, 32) uint8, y_train (N,) int64; X_test (M, 3, 32, 32) float32 in [-1, 1], y_test; names; source."""

    X_train: torch.Tensor
    y_train: torch.Tensor
    X_test: torch.Tensor
    y_test: torch.Tensor
    names: list[str]
    source: str

    def batch(self, n: int) -> tuple[torch.Tensor, torch.Tensor]:
        """n training images drawn at random, (n, 3, 32, 32) in [-1, 1], each shifted by up to two pixels; and classes.

        Photographs are mirrored by chance as well. Draws from torch's global generator.
        """
        chosen = torch.randint(len(self.X_train), (n,))
        X = nn.functional.pad(scaled(self.X_train[chosen]), (2, 2, 2, 2), value=-1.0 if self.source == "digits" else 0.0)
        rows, columns = torch.randint(5, (n, 1)) + torch.arange(SIDE), torch.randint(5, (n, 1)) + torch.arange(SIDE)
        X = X[torch.arange(n)[:, None, None], :, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)
        if self.source != "digits":
            flipped = torch.rand(n) < 0.5
            X = torch.where(flipped[:, None, None, None], X.flip(3), X)
        return X.contiguous(), self.y_train[chosen]


def load(*names: str, verbose: bool = True) -> Pictures:
    """CIFAR-10 if the data folder has it, whole or in part, else digits; prints one line that says which.

    names: sets to take instead, the first that is here. At most 1000 test images.
    """
    names = names or tuple(SETS)
    train, test = (data.load(*names, split=split, verbose=False) for split in ("train", "test"))
    if verbose:
        print(f"Data: {len(train.y)} images of {train.source} to train on, {len(test.y[:1000])} to test with.")
    X_train, X_test = framed(train.X_raw), framed(test.X_raw[:1000])
    return Pictures(X_train, train.y, scaled(X_test), test.y[:1000], train.names, train.source)


def framed(X_raw: np.ndarray) -> torch.Tensor:
    """(N, 32, 32, 3) uint8, or grey (N, h, w) -> (N, 3, 32, 32) uint8; grey ones enlarged to 28 by 28 and framed."""
    if X_raw.ndim == 4:
        return torch.from_numpy(X_raw).permute(0, 3, 1, 2).contiguous()
    grey = (torch.from_numpy(digits.pixels(digits.normalise(X_raw))) * 255).round().byte()  # (N, 28, 28)
    return nn.functional.pad(grey[:, None], [(SIDE - digits.SIDE) // 2] * 4).expand(-1, 3, -1, -1).contiguous()


def scaled(X: torch.Tensor) -> torch.Tensor:
    """uint8 -> float32 in [-1, 1]."""
    return X.float() / 127.5 - 1


@torch.no_grad()
def class_scores(netD: nn.Module, X: torch.Tensor) -> torch.Tensor:
    """(N, 10): the second thing that the network returns, without a gradient, in parts of 250 images."""
    device = next(netD.parameters()).device
    return torch.cat([netD(part.to(device))[1].cpu() for part in X.split(250)])


def accuracy(netD: nn.Module, X: torch.Tensor, y: torch.Tensor) -> float:
    """The share of images whose highest class score is that of their class."""
    return float((class_scores(netD, X).argmax(dim=1) == y).float().mean())


def keep(net: nn.Module, path: Path) -> None:
    """Write the weights of a network in half precision, layer by layer: `00.weight`, `00.bias`, `01.weight` ..."""
    from safetensors.torch import save_file

    values = {f"{k:02d}.{kind}": value for k, layer in enumerate(dissect.grouped(net.state_dict())) for kind, value in layer.items()}
    save_file({name: value.half().contiguous() if value.is_floating_point() else value for name, value in values.items()}, path)
    path.chmod(0o644)  # it is written for its owner alone


def fill(net: nn.Module, path: Path) -> nn.Module:
    """Put weights that `keep` has written into a network; frozen, in eval mode. Raises ValueError where they do not fit."""
    from safetensors.torch import load_file

    left = load_file(path)
    for k, layer in enumerate(dissect.grouped(net.state_dict())):
        for kind, value in layer.items():
            stored = left.pop(f"{k:02d}.{kind}", None)
            if stored is None or stored.shape != value.shape:
                there = "nothing" if stored is None else f"shape {tuple(stored.shape)}"
                raise ValueError(f"layer {k} has a {kind} of shape {tuple(value.shape)}; the trained network has {there} there")
            value.copy_(stored)
    if left:
        raise ValueError(f"the trained network has {len(left)} tensors more, the first is {min(left)}")
    return net.eval().requires_grad_(False)


def trained(kind: str, make: Callable[[int], nn.Module], source: str, folder: Path = FOLDER) -> nn.Module:
    """A trained network of a set: kind is `alone`, `against` or `generator`; make(width) builds an untrained one.

    Its layers must come in the order of the exercise. Raises ValueError where the weights do not fit, or for an unknown set.
    """
    facts = about(source, folder)
    return fill(make(facts["width"]), folder / f"acgan_{SETS[source]}_{kind}.safetensors")


def about(source: str, folder: Path = FOLDER) -> dict[str, Any]:
    """What is known of the trained networks of a set: width, command, steps, accuracies, seconds."""
    if source not in SETS:
        raise ValueError(f"there are weights for {', '.join(SETS)}, not for {source!r}")
    return json.loads((folder / f"acgan_{SETS[source]}.json").read_text("utf-8"))


def on_the_way(facts: dict[str, Any]) -> dict[str, dict[int, float]]:
    """From `about`: accuracy on test images by step, for each kind of training."""
    return {kind: {int(t): value for t, value in facts[f"{kind}_accuracy_by_step"].items()} for kind in KINDS}


def read(netD: nn.Module, X: torch.Tensor) -> list[int]:
    """The class of the highest score of each image."""
    return class_scores(netD, X).argmax(dim=1).tolist()


def sure(netD: nn.Module, X: torch.Tensor, names: list[str]) -> list[str]:
    """For each image n the name of class n, and the probability that the network gives to it."""
    found = class_scores(netD, X).softmax(dim=1)[torch.arange(len(X)), torch.arange(len(X))]
    return [f"{name}\n{p:.2f}" for name, p in zip(names, found.tolist(), strict=True)]


def tricked(trick: Callable[..., torch.Tensor], netD: nn.Module, found: Pictures, gain: float, steps: int = 1) -> float:
    """Of the test images that the network reads correctly, the share that it reads as another class after `trick`.

    Each is moved towards the class after its own.
    """
    kept = class_scores(netD, found.X_test).argmax(dim=1) == found.y_test
    X, y = found.X_test[kept], found.y_test[kept]
    moved = [trick(netD, *part, gain=gain, steps=steps) for part in zip(X.split(250), ((y + 1) % 10).split(250), strict=True)]
    return float((class_scores(netD, torch.cat(moved)).argmax(dim=1) != y).float().mean())
