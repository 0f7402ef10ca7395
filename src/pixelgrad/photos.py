"""A few photographs with ImageNet labels, embedded or from the data folder."""

from typing import NamedTuple

import numpy as np
import torch
from PIL import Image

from . import data

SIZE = 224

SETS = ("imagenet_val_25", "imagenet_val_25_nopickle", "photographs")
SOURCES = ("ImageNet validation images, found in the data folder", "photographs that come with scikit-image and scikit-learn")


class Photos(NamedTuple):
    """X_raw (N, 224, 224, 3) uint8, y (N,) int64 ImageNet classes, names N class names."""

    X_raw: np.ndarray
    y: torch.Tensor
    names: list[str]


# package, file, square crop (left, upper, side), class index. Labels are ImageNet's
# nearest class; free licences, stated in the two packages' own README files.
EMBEDDED = (
    ("skimage", "data/chelsea.png", (75, 0, 300), 285),  # Egyptian cat
    ("skimage", "data/coffee.png", (130, 0, 400), 967),  # espresso
    ("sklearn", "datasets/images/china.jpg", (106, 0, 427), 698),  # palace
    ("skimage", "data/motorcycle_left.png", (241, 0, 500), 665),  # moped
    ("skimage", "data/rocket.jpg", (220, 100, 260), 657),  # missile
    ("sklearn", "datasets/images/flower.jpg", (150, 50, 350), 985),  # daisy
)


def load(n: int | None = 5, *, verbose: bool = True) -> Photos:
    """The first n photographs, all with None; prints one line that says which set was taken.

    With `imagenet_val_25` in the data folder these are the 25 ImageNet validation images of
    CS231n, else six photographs that come with scikit-image and scikit-learn.
    n above the number there is raises ValueError.
    """
    X_raw, y, names, source = data.load(*SETS, verbose=False)
    n = len(y) if n is None else n
    if not 1 <= n <= len(y):
        raise ValueError(f"n must be 1 to {len(y)} for this set, not {n}")
    if verbose:
        print(f"Photographs: {n} of {len(y)} {SOURCES[source == SETS[-1]]}.")
    return Photos(X_raw[:n], y[:n], [names[k] for k in y[:n]])


def embedded() -> tuple[np.ndarray, np.ndarray]:
    """X_raw (6, 224, 224, 3) uint8 and y (6,) int64 of the photographs that come with the packages."""
    from importlib.resources import as_file, files

    images = []
    for package, name, (left, upper, side), _ in EMBEDDED:
        with as_file(files(package).joinpath(name)) as path, Image.open(path) as photo:
            square = photo.convert("RGB").crop((left, upper, left + side, upper + side))
            images.append(np.asarray(square.resize((SIZE, SIZE), Image.Resampling.LANCZOS)))
    return np.stack(images), np.array([row[-1] for row in EMBEDDED])
