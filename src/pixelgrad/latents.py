"""What generated digits are worth: read by a network that never saw a generator, and compared with real digits.

Images are (N, C, H, W) in [0, 1].
"""

import torch
from torch import nn

from .digits import MEAN, SIDE, STD


def as_digits(images: torch.Tensor) -> torch.Tensor:
    """Grey images of any size, (N, 1, H, W) in [0, 1] -> (N, 1, 28, 28) in the normalisation of `pixelgrad.digits`."""
    if images.shape[1] != 1:
        raise ValueError(f"digits have one channel, these images have {images.shape[1]}")
    if images.shape[-1] != SIDE:
        images = nn.functional.interpolate(images, size=(SIDE, SIDE), mode="bilinear", antialias=True)
    return (images - MEAN) / STD


@torch.no_grad()
def read(net: nn.Module, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The digit that the network reads in each image, (N,) int64, and how sure it is, (N,) from 0.1 to 1."""
    parts = [net(part).softmax(dim=1).max(dim=1) for part in as_digits(images).split(500)]
    return torch.cat([part.indices for part in parts]), torch.cat([part.values for part in parts])


def to_nearest(images: torch.Tensor, X: torch.Tensor) -> torch.Tensor:
    """Root mean squared distance, in pixels of [0, 1], of each image to the nearest of the real digits X: (N,).

    X is (M, 1, 28, 28) in the normalisation of `pixelgrad.digits`.
    """
    return torch.cat([torch.cdist(part.flatten(1), X.flatten(1)).amin(dim=1) for part in as_digits(images).split(500)]) * STD / SIDE


def kinds(y: torch.Tensor) -> float:
    """How many classes of ten there are in effect: exp of the entropy of their shares (10 when all are alike)."""
    shares = torch.bincount(y, minlength=10).double() / len(y)
    return float(torch.special.entr(shares).sum().exp())
