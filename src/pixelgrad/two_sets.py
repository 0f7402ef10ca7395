"""Two sets of images to translate between: two folders of yours, Monet's paintings and photographs, or digits in two styles."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from . import data, digits, streams

MONET = "monet2photo"
PAPER, INK = (0.98, 0.93, 0.80), (0.10, 0.20, 0.55)


class Sets(NamedTuple):
    """Images (N, 3, H, W) float32 in [-1, 1] of A and of B, to train on and to test with; names of the two sets.

    truth: of the test images of A, how they look in B, where that is known.
    """

    A: torch.Tensor
    B: torch.Tensor
    A_test: torch.Tensor
    B_test: torch.Tensor
    names: tuple[str, str]
    truth: torch.Tensor | None = None


def load(a: str | Path | None = None, b: str | Path | None = None, *, size: int = 64, n: int = 1000, verbose: bool = True) -> Sets:
    """Two folders, as squares of `size` pixels, at most n images each; of each, a tenth is for tests. Prints what it took.

    Without folders: Monet's paintings and photographs if the data folder has them, else digits in two styles. size: a
    multiple of 4.
    """
    if a is not None and b is not None:
        found, what = _folders(Path(a), Path(b), size, n), f"{a} and {b}"
    elif data.path(MONET):
        found, what = _monet(size, n), "Monet's paintings and photographs, found in the data folder"
    else:
        found, source = two_styles(n), digits.load(verbose=False).source
        what = "digits in two styles, " + (f"of images of {source}" if source != "digits" else "which come with the course")
    if verbose:
        shape = "x".join(map(str, found.A.shape[2:]))
        print(f"Images: {len(found.A)} of A ({found.names[0]}), {len(found.B)} of B ({found.names[1]}), {shape} pixels: {what}.")
    return found


def drawn_in_ink(X: torch.Tensor) -> torch.Tensor:
    """White digits on black, (N, 1, H, W) in [0, 1] -> (N, 3, H, W) in [0, 1]: the outlines of their strokes, blue on cream."""
    edge = nn.functional.max_pool2d(X, 3, 1, 1) + nn.functional.max_pool2d(-X, 3, 1, 1)  # dilated minus eroded
    edge = (1.3 * edge).clamp(0, 1)
    paper, ink = (torch.tensor(colour)[:, None, None] for colour in (PAPER, INK))
    return paper * (1 - edge) + ink * edge


def two_styles(n: int = 1000) -> Sets:
    """A: white digits on black, one half of MNIST if it is here, else of scikit-learn's digits. B: the other half, as outlines.

    No digit is in both. At most n images of each to train on, n / 5 to test with.
    """
    found = digits.load(verbose=False)
    X, T = digits.unit(found.X_train[: 2 * n]), digits.unit(found.X_test[: 2 * n // 5])
    half, part = len(X) // 2, len(T) // 2
    white, ink = (lambda Z: 2 * Z.expand(-1, 3, -1, -1) - 1), (lambda Z: 2 * drawn_in_ink(Z) - 1)
    names = "white on black", "outlines in ink"
    return Sets(white(X[:half]), ink(X[half:]), white(T[:part]), ink(T[part:]), names, ink(T[:part]))


def _tensor(X_raw: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(X_raw)).permute(0, 3, 1, 2).float() / 127.5 - 1


def _folders(a: Path, b: Path, size: int, n: int) -> Sets:
    both = [_tensor(streams.folder(place, size).first(n)) for place in (a, b)]
    ends = [max(1, len(X) * 9 // 10) for X in both]
    train = [X[:end] for X, end in zip(both, ends, strict=True)]
    return Sets(*train, *(X[end:] if len(X) > end else X for X, end in zip(both, ends, strict=True)), (a.name, b.name))


def _monet(size: int, n: int) -> Sets:
    parts = [data.load(MONET, split=split, size=size, n=2 * count, verbose=False) for split, count in (("train", n), ("test", 100))]
    held = [_tensor(part.X_raw[part.y.numpy() == k]) for part in parts for k in (0, 1)]
    return Sets(*held, ("Monet", "photographs"))
