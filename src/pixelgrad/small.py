"""Small labelled images with values in [-1, 1], and a network for them that trains within seconds."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import torch
from PIL import Image
from torch import nn

from . import data, photos, progress

SIDE = 32
SETS = "cifar10_sample", "cifar10"
TRAIN, TEST = 10_000, 1000  # images of CIFAR-10 that are taken
PHOTOS = ("cat", "coffee", "palace", "moped", "rocket", "daisy")  # those of `pixelgrad.photos`, in order
SIDES = 64, 160  # of the square views cut from a photograph, in its pixels


class Small(NamedTuple):
    """X_train, X_test: (N, 3, 32, 32) float32 in [-1, 1]; y_train, y_test: (N,) int64; classes: their names."""

    X_train: torch.Tensor
    y_train: torch.Tensor
    X_test: torch.Tensor
    y_test: torch.Tensor
    classes: tuple[str, ...]


def load(*, verbose: bool = True) -> Small:
    """Ten thousand CIFAR-10 images if the data folder has them, else views of the embedded photographs.

    A view is a square cut out at random and shrunk, half of them mirrored, labelled with its photograph. Views to
    test with show the same six photographs, so they are easy. Prints one line that says which it took.
    """
    found = next((name for name in SETS if data.path(name)), None)
    if found:
        train, test = (data.load(found, split=split, n=n, verbose=False) for split, n in (("train", TRAIN), ("test", TEST)))
        parts, classes, what = (*train[:2], *test[:2]), tuple(train.names), "CIFAR-10, found in the data folder"
    else:
        parts, classes, what = (*_views(300, 0), *_views(60, 1)), PHOTOS, "views of the photographs that come with the course"
    (X, y), (X_test, y_test) = _tensors(*parts[:2]), _tensors(*parts[2:])
    if verbose:
        print(f"Small images: {len(X)} to train on, {len(X_test)} to test with: {what}.")
    return Small(X, y, X_test, y_test, classes)


def train(images: Small, epochs: int = 5, width: int = 24) -> nn.Sequential:
    """A convolutional network trained on `images` (Adam, one cycle of the learning rate); frozen, in eval mode.

    (N, 3, 32, 32) -> (N, classes) raw scores. Draws from torch's global generator.
    """
    batch, X, y = 64, images.X_train, images.y_train
    net = network(len(images.classes), width).to(X.device)
    optimiser = torch.optim.Adam(net.parameters())
    steps = -(-len(X) // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=epochs * steps)
    for step in progress.bar(epochs * steps, "training"):
        if step % steps == 0:
            order = torch.randperm(len(X), device=X.device)
        chosen = order[step % steps * batch :][:batch]
        optimiser.zero_grad()
        nn.functional.cross_entropy(net(X[chosen]), y[chosen]).backward()
        optimiser.step()
        schedule.step()
    return net.eval().requires_grad_(False)


def network(classes: int, width: int) -> nn.Sequential:
    """Three convolutions with stride 2 and a linear layer, untrained."""
    sizes, layers = (3, width, 2 * width, 2 * width), []
    for before, after in pairwise(sizes):
        layers += [nn.Conv2d(before, after, 3, stride=2, padding=1), nn.ReLU()]
    side = SIDE // 8
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(2 * width * side * side, classes))


def _views(n, seed):
    """n views of every photograph, in mixed order, (6 n, 32, 32, 3) uint8, and their labels."""
    drawn, (images, _) = np.random.default_rng(seed), photos.embedded()
    y, views = drawn.permutation(np.repeat(np.arange(len(images)), n)), []
    for k in y:
        side = drawn.integers(*SIDES)
        row, column = drawn.integers(0, photos.SIZE - side + 1, 2)
        view = Image.fromarray(images[k][row : row + side, column : column + side]).resize((SIDE, SIDE), Image.Resampling.BOX)
        views.append(np.asarray(view)[:, :: drawn.choice((-1, 1))])
    return np.stack(views), y


def _tensors(X: np.ndarray, y: np.ndarray | torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    pixels = torch.from_numpy(np.ascontiguousarray(X)).permute(0, 3, 1, 2).float()
    return pixels / 127.5 - 1, torch.as_tensor(y, dtype=torch.int64)
