"""Handwritten digits of 28x28 pixels, a small network that reads them, and its weights, which come with the package.

Everything is normalised as MNIST is: (pixel / 255 - MEAN) / STD with one channel. What `weights/digits.safetensors`
was trained on, with which command, and how often it is right on images it never saw stands in `weights/digits.json`.

Limits: scikit-learn's digits have 8x8 pixels; enlarged they are blurred, and easier than MNIST.
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from PIL import Image
from torch import nn

from . import data, progress
from .nets import builder

MEAN, STD = 0.1307, 0.3081  # of MNIST's training pixels, divided by 255
SIDE, INNER = 28, 20  # MNIST's digits fill 20 x 20 pixels in the middle of 28 x 28
WEIGHTS = Path(__file__).with_name("weights")
BLACK, WHITE = -MEAN / STD, (1 - MEAN) / STD


class Digits(NamedTuple):
    """X_train, X_test: (N, 1, 28, 28) float32, normalised; y_train, y_test: (N,) int64; source: the set's name."""

    X_train: torch.Tensor
    y_train: torch.Tensor
    X_test: torch.Tensor
    y_test: torch.Tensor
    source: str


def load(*names: str, verbose: bool = True) -> Digits:
    """MNIST if the data folder has it, else scikit-learn's digits, enlarged; prints one line that says which.

    names: sets to take instead, the first that is here, as for `pixelgrad.data.load`.
    """
    names = names or ("mnist", "digits")
    train, test = (data.load(*names, split=split, verbose=False) for split in ("train", "test"))
    if verbose:
        print(f"Digits: {len(train.y)} images of {train.source} to train on, {len(test.y)} to test with.")
    return Digits(normalise(train.X_raw), train.y, normalise(test.X_raw), test.y, train.source)


def normalise(X_raw: np.ndarray) -> torch.Tensor:
    """(N, H, W) uint8, white on black -> (N, 1, 28, 28) float32. What is smaller is enlarged to 20x20 and framed."""
    if X_raw.shape[1] != SIDE:
        enlarged = [Image.fromarray(image).resize((INNER, INNER), Image.Resampling.BICUBIC) for image in X_raw]
        X_raw = np.pad(np.stack([np.asarray(image) for image in enlarged]), [(0, 0)] + [((SIDE - INNER) // 2,) * 2] * 2)
    return (torch.from_numpy(X_raw.astype(np.float32))[:, None] / 255 - MEAN) / STD


def unit(X: torch.Tensor) -> torch.Tensor:
    """Normalised, of any shape -> the same shape in [0, 1], clipped."""
    return (X * STD + MEAN).clamp(0, 1)


def pixels(X: torch.Tensor) -> np.ndarray:
    """The inverse of `normalise`: (..., 1, H, W) normalised -> (..., H, W) float in [0, 1], clipped."""
    return unit(X.detach().cpu().float()).squeeze(-3).numpy()


@builder
def digit_net(width: int = 16, seed: int = 0, dtype: str = "float32") -> nn.Sequential:
    """Three convolutions and a linear layer: (N, 1, 28, 28) normalised -> (N, 10) raw scores; untrained."""
    torch.default_generator.manual_seed(seed)
    layers: list[nn.Module] = []
    for before, after, last in ((1, width, False), (width, 2 * width, False), (2 * width, 2 * width, True)):
        layers += [nn.Conv2d(before, after, 3, padding=1), nn.ReLU(), nn.Identity() if last else nn.AvgPool2d(2)]
    net = nn.Sequential(*layers, nn.Flatten(), nn.Linear(2 * width * (SIDE // 4) ** 2, 10))
    return net.to(getattr(torch, dtype))


def train(digits: Digits, *, epochs: float, noise: float = 0.5, seed: int = 0) -> nn.Sequential:
    """A `digit_net` trained with Adam, one cycle of the learning rate; frozen, in eval mode.

    Images are shifted by up to two pixels and covered with noise of deviation `noise`: a network that
    has seen noise has smoother gradients (Bishop 1995). Draws from torch's global generator.
    """
    batch, X, y = 64, digits.X_train, digits.y_train
    net = digit_net(seed=seed).to(X.device).train().requires_grad_()
    optimiser, total = torch.optim.Adam(net.parameters()), max(1, round(epochs * len(X) / batch))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 5e-3, total_steps=total)
    for _ in progress.bar(total, "training"):
        chosen = torch.randint(len(X), (batch,), device=X.device)
        shifted = torch.roll(X[chosen], torch.randint(-2, 3, (2,)).tolist(), (2, 3))
        optimiser.zero_grad()
        nn.functional.cross_entropy(net(shifted + noise * torch.randn_like(shifted)), y[chosen]).backward()
        optimiser.step()
        schedule.step()
    return net.eval().requires_grad_(False)


def accuracy(net: nn.Module, X: torch.Tensor, y: torch.Tensor) -> float:
    """The share of images whose highest score is that of their label."""
    with torch.no_grad():
        guesses = torch.cat([net(part).argmax(dim=1) for part in X.split(1000)])
    return float((guesses == y).float().mean())


def network(digits: Digits, *, verbose: bool = True) -> nn.Sequential:
    """A trained network for `digits`: the weights of the package, or one trained now where they are of other digits.

    On MNIST that takes less than a minute. Prints one line that says which, and the accuracy on the test images.
    """
    if digits.source == about()["data"]:
        from safetensors.torch import load_file

        net, how = digit_net(), "weights from the package"
        net.load_state_dict(load_file(WEIGHTS / "digits.safetensors"))
    else:
        net, how = train(digits, epochs=1.5), f"trained now on {digits.source}"
    net.to(digits.X_test.device)
    if verbose:
        right = accuracy(net, digits.X_test, digits.y_test)
        print(f"Network: {how}; right on {right:.1%} of {len(digits.y_test)} test images of {digits.source}.")
    return net


def about() -> dict[str, Any]:
    """What is known of the shipped weights: data, seed, command, accuracy."""
    return json.loads((WEIGHTS / "digits.json").read_text("utf-8"))
