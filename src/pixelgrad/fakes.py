"""Real and fake images to tell apart: two folders of yours, faces of the data folder, or patches and their forgeries."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from . import data, decoders, patches, streams
from .streams import Stream

FFHQ, FACES = "ffhq_stylegan_128", "gan_vs_celeba_128"
TRAIN, TEST = 1000, 400  # patches of each kind
SHARE = 0.8  # of a folder, for training
LABELS = ("real", "fake")  # their numbers are the classes


class Pair(NamedTuple):
    """Four streams of images of one size: to train on, and to test with."""

    real: Stream
    fake: Stream
    real_test: Stream
    fake_test: Stream


def load(real: str | Path | None = None, fake: str | Path | None = None, *, size: int | None = None, verbose: bool = True) -> Pair:
    """Two folders, whatever their names; of each, the first 80 % are for training. Prints one line that says what it took.

    Without folders: FFHQ against StyleGAN or CelebA against a GAN, where the data folder has them, else `patched()`.
    """
    if real is not None and fake is not None:
        pair, what = _folders(Path(real), Path(fake), size), f"{real} against {fake}"
    elif (place := data.path(FFHQ)) and place.is_dir():
        pair, what = _bonn(place, size), "FFHQ against StyleGAN, found in the data folder"
    elif data.path(FACES):
        pair, what = _faces(size), "CelebA against a GAN, found in the data folder"
    else:
        pair, what = patched(), "patches of photographs against an autoencoder's, which come with the course"
    if verbose:
        print(f"Images: {len(pair.real)} real and {len(pair.fake)} fake, {len(pair.real_test)} and {len(pair.fake_test)} to test: {what}.")
    return pair


def patched(kind: str = "transposed", train: int | None = None) -> Pair:
    """Patches of photographs, and other patches that went through an autoencoder of `pixelgrad.decoders`.

    train: how many of each to train on, when fewer than usual are wanted, or none.
    """
    net, made = decoders.load(kind), []
    for seed, (part, n) in enumerate((("train", TRAIN if train is None else train), ("test", TEST))):
        real, other = patches.cut(n, part, 100 + seed), patches.cut(n, part, 200 + seed)
        made += [real, decoders.forged(net, other)]
    return Pair(*(streams.stack(made[k], LABELS[k % 2]) for k in (0, 1, 2, 3)))


def _folders(real: Path, fake: Path, size: int | None, cut: tuple[int, int] | None = None) -> Pair:
    """cut: where training ends and where the test begins; None: both at 80 %."""
    both = [streams.folder(place, size, label) for place, label in zip((real, fake), LABELS, strict=True)]
    ends = [cut or (round(SHARE * len(stream)),) * 2 for stream in both]
    train = [stream.part(0, end[0]) for stream, end in zip(both, ends, strict=True)]
    return Pair(*train, *(stream.part(end[1], len(stream)) for stream, end in zip(both, ends, strict=True)))


def _bonn(place: Path, size: int | None) -> Pair:
    """As the course in Bonn lays them out: A_... holds the photographs, B_... the forgeries, at any depth."""
    first, second = (next(found for found in sorted(place.rglob(f"{letter}_*")) if found.is_dir()) for letter in "AB")
    train, val, _ = data.get(FFHQ).parts
    return _folders(first, second, size, (train, train + val))


def _faces(size: int | None) -> Pair:
    """The photographs and the GAN's faces of `gan_vs_celeba_128`: its training part, and the two others to test with."""
    held: list[dict[str, list[np.ndarray]]] = []
    for splits in (("train",), ("val", "test")):
        found: dict[str, list[np.ndarray]] = {label: [] for label in LABELS}
        for images in (data.load(FACES, split=split, size=size, verbose=False) for split in splits):
            for label in LABELS:
                found[label].append(images.X_raw[images.y.numpy() == images.names.index(label)])
        held.append(found)
    return Pair(*(streams.stack(np.concatenate(found[label]), label) for found in held for label in LABELS))


def features(
    real: Stream, fake: Stream, transform: Callable[[np.ndarray], np.ndarray], moments: tuple[np.ndarray, np.ndarray], n: int = 1000
) -> tuple[torch.Tensor, torch.Tensor]:
    """What a classifier is given: X (N, h, w, c) float32, standardised; y (N,) int64, 0 real, 1 fake.

    X is (transform(images) - mean) / std, value by value, with moments = mean, std; where std is 0, X is 0.
    n: at most so many images of each kind, from the first.
    """
    mean, std = moments
    parts, y, X = (real.part(0, n), fake.part(0, n)), [], torch.empty(0)
    for label, stream in enumerate(parts):
        for images in stream:
            Z = (transform(images) - mean) / np.where(std > 0, std, np.inf)
            if not y:
                X = torch.empty(sum(map(len, parts)), *Z.shape[1:])  # once, in its final size
            X[len(y) : len(y) + len(Z)] = torch.from_numpy(Z)
            y += [label] * len(Z)
    return X[: len(y)], torch.tensor(y)
