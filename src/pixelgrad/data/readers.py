"""How sets of arrays are read: idx, CIFAR's binary records, npz, what comes with packages. Nothing is ever unpickled."""

import gzip
from pathlib import Path
from typing import NamedTuple

import numpy as np

CIFAR10 = "airplane automobile bird cat deer dog frog horse ship truck".split()
SPLITS = ("train", "val", "test")


class Wanted(NamedTuple):
    """What a caller asks for: the part, at most n images, squares of `size` pixels."""

    split: str = "train"
    n: int | None = None
    size: int | None = None


def idx(place: Path, wanted: Wanted) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """MNIST's format (LeCun): X (N, H, W) uint8, y (N,) uint8."""
    stem = {"train": "train", "test": "t10k"}[wanted.split]
    X, y = (_idx(place / f"{stem}-{kind}-ubyte.gz") for kind in ("images-idx3", "labels-idx1"))
    return X, y, [str(digit) for digit in range(10)]


def _idx(path: Path) -> np.ndarray:
    with gzip.open(path) as stream:
        raw = stream.read()
    if raw[:3] != b"\0\0\x08":
        raise ValueError(f"{path} is no idx file of bytes")
    shape = np.frombuffer(raw, ">i4", raw[3], offset=4)
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * raw[3]).reshape(shape)


def cifar(place: Path, wanted: Wanted) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """The binary version: a label byte, then 32x32 bytes each of red, green, blue. X (N, 32, 32, 3) uint8."""
    files = [place / f"data_batch_{k}.bin" for k in range(1, 6)] if wanted.split == "train" else [place / "test_batch.bin"]
    raw = np.concatenate([np.fromfile(path, np.uint8) for path in files]).reshape(-1, 1 + 3 * 32 * 32)
    return raw[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), raw[:, 0], CIFAR10


def npz(place: Path, wanted: Wanted) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """X and y of one npz file, or of those in a folder whose name has the split in it."""
    paths = [place] if place.is_file() else sorted(place.glob(f"*_{wanted.split}_*.npz"))
    held = []
    for path in paths:
        with np.load(path, allow_pickle=False) as file:  # other members are not read
            held.append((file["X"], file["y"]))
    X, y = (np.concatenate(column) for column in zip(*held, strict=True))
    return X, y, CIFAR10 if X.shape[1:3] == (32, 32) else imagenet_names()


def digits(wanted: Wanted) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """scikit-learn's: X (N, 8, 8) uint8, stretched from 0..16 to 0..255; the last 360 of 1797 are for testing."""
    from sklearn.datasets import load_digits

    X, y = load_digits(return_X_y=True)
    part = slice(-360, None) if wanted.split == "test" else slice(-360)
    return (X.reshape(-1, 8, 8)[part] * 255 / 16).round().astype(np.uint8), y[part], [str(digit) for digit in range(10)]


def photographs(wanted: Wanted) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Those of `pixelgrad.photos`: X (6, 224, 224, 3) uint8."""
    from ..photos import embedded

    return *embedded(), imagenet_names()


def imagenet_names() -> list[str]:
    from torchvision.models._meta import _IMAGENET_CATEGORIES

    return list(_IMAGENET_CATEGORIES)
