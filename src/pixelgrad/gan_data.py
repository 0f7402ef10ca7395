"""Digits as generators make them: rows of 784 values in [-1, 1], -1 is black."""

import torch

from . import digits
from .digits import SIDE


def load(verbose: bool = True) -> tuple[torch.Tensor, torch.Tensor, digits.Digits]:
    """Digits to imitate: X (N, 784) in [-1, 1], y (N,), and where they come from; MNIST if it is here."""
    found = digits.load(verbose=verbose)
    return as_rows(found.X_train), found.y_train, found


def as_rows(normalised: torch.Tensor) -> torch.Tensor:
    """(N, 1, 28, 28) in MNIST's normalisation -> (N, 784) in [-1, 1]."""
    return (digits.unit(normalised) * 2 - 1).flatten(1)


def as_digits(X: torch.Tensor) -> torch.Tensor:
    """The way back: (N, 784) in [-1, 1] -> (N, 1, 28, 28) as `pixelgrad.digits` knows it."""
    return ((X.reshape(-1, 1, SIDE, SIDE) + 1) / 2 - digits.MEAN) / digits.STD
