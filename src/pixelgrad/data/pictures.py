"""Folders of pictures, also inside a zip, which is read as it is."""

import contextlib
import zipfile
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from .catalogue import DataSet
from .readers import SPLITS, Wanted

KINDS = (".jpg", ".jpeg", ".png")


def read(place: Path, wanted: Wanted, data: DataSet) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Pictures in a folder or zip; every folder is a class, in the order of their names. X (N, H, W, 3) uint8.

    `trainA`, `testB` and the like give the part and the class. Otherwise each class is divided in the order of names: as the
    catalogue's `parts` say, else 80 % for training and 10 % each for validation and test.
    The classes take turns, so that the first n images hold all of them.
    """
    with zipfile.ZipFile(place) if place.is_file() else contextlib.nullcontext() as archive:
        classes = {name or data.name: paths for name, paths in _classes(place, archive, wanted.split, data.parts).items()}
        turns = [(path, k) for row in zip_longest(*classes.values()) for k, path in enumerate(row) if path is not None]
        X = [_picture(path, archive, wanted.size) for path, _ in turns[: wanted.n]]
    if not X:
        raise ValueError(f"{data.name} has no pictures for {wanted.split!r} in {place}")
    if len({image.shape for image in X}) > 1:
        raise ValueError(f"the images of {data.name} differ in size; ask for squares: load({data.name!r}, size=128)")
    return np.stack(X), np.array([k for _, k in turns[: wanted.n]]), list(classes)


def _classes(place: Path, archive: zipfile.ZipFile | None, split: str, parts: tuple[int, ...]) -> dict[str, list[Any]]:
    names = archive.namelist() if archive else [str(path) for path in place.rglob("*")]
    found: dict[str, list[str]] = {}
    for name in sorted(name for name in names if name.lower().endswith(KINDS)):
        found.setdefault(Path(name).parent.name, []).append(name)
    if split_in_names := {name: paths for name, paths in found.items() if name.startswith(split)}:
        return {name.removeprefix(split): paths for name, paths in split_in_names.items()}
    return {name: paths[slice(*_bounds(len(paths), split, parts))] for name, paths in found.items()}


def _bounds(count: int, split: str, parts: tuple[int, ...]) -> tuple[int, int]:
    sizes = parts or (count * 8 // 10, count // 10, count - count * 8 // 10 - count // 10)
    k = SPLITS.index(split)
    return sum(sizes[:k]), sum(sizes[: k + 1])


def _picture(name: str, archive: zipfile.ZipFile | None, size: int | None) -> np.ndarray:
    with archive.open(name) if archive else Path(name).open("rb") as stream, Image.open(stream) as image:
        pixels = image.convert("RGB")
    return np.asarray(pixels if size is None else ImageOps.fit(pixels, (size, size), Image.Resampling.LANCZOS))
