"""Images with labels by the name of their set: the first of the named sets that is here."""

from typing import NamedTuple

import numpy as np
import torch

from . import pictures, readers
from .catalogue import DataError, DataSet, get
from .folder import data_folder, path, place_of


class Images(NamedTuple):
    """X_raw (N, H, W) or (N, H, W, 3) uint8; y (N,) int64; names of the classes; source, the set's name."""

    X_raw: np.ndarray
    y: torch.Tensor
    names: list[str]
    source: str


def load(*names: str, split: str = "train", n: int | None = None, size: int | None = None, verbose: bool = True) -> Images:
    """The first of the sets `names` that is here; prints one line that says which.

    split: `train`, `val` or `test`; a set that has one part only gives that. n: at most so many images, from the first.
    size: folders of pictures as squares of so many pixels (resized, centre cut out).
    End the list with an embedded set (`digits`, `photographs`) and it never fails: `load("mnist", "digits")`.
    Raises DataError when none is here, ValueError for a name, a split or a size that cannot be had.
    """
    wanted = readers.Wanted(split, n, size)
    if split not in readers.SPLITS:
        raise ValueError(f"split is {', '.join(readers.SPLITS)}, not {split!r}")
    for data in [get(name) for name in names]:
        if not data.reader:
            raise ValueError(f"{data.name} holds no images with labels; pixelgrad.data.path({data.name!r}) is where it lies")
        if data.embedded or path(data.name):
            X, y, classes = _read(data, wanted)
            images = Images(np.ascontiguousarray(X[:n]), torch.from_numpy(y[:n].astype(np.int64)), classes, data.name)
            if verbose:
                print(_line(images, names, wanted))
            return images
    raise DataError(f"{' and '.join(names)} not in {data_folder()}. Get it: pixelgrad data fetch {names[0]}")


def _read(data: DataSet, wanted: readers.Wanted) -> tuple[np.ndarray, np.ndarray, list[str]]:
    if data.embedded:
        return {"digits": readers.digits, "photographs": readers.photographs}[data.reader](wanted)
    if data.reader == "folder":
        return pictures.read(place_of(data.files[0], data_folder()), wanted, data)
    if data.reader != "npz" and wanted.split == "val":
        raise ValueError(f"{data.name} has no split 'val'; cut it from 'train'")
    return {"idx": readers.idx, "cifar": readers.cifar, "npz": readers.npz}[data.reader](path(data.name), wanted)


def _line(images: Images, names: tuple[str, ...], wanted: readers.Wanted) -> str:
    shape = "x".join(str(side) for side in images.X_raw.shape[1:3])
    where = "come with the packages" if get(images.source).embedded else "found in the data folder"
    missed = names[: names.index(images.source)]
    more = f"; {' and '.join(missed)}: pixelgrad data fetch {missed[0]}" if missed else ""
    return f"Data: {len(images.y)} images of {images.source} ({wanted.split}), {shape} pixels, {where}{more}."
