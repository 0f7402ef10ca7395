"""A few photographs with ImageNet labels, embedded or from the data folder."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from PIL import Image

from . import data_folder

SIZE = 224


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

    With `imagenet_val_25/imagenet_val_25_nopickle.npz` in the data folder these are the 25
    ImageNet validation images of CS231n, else six photographs that come with
    scikit-image and scikit-learn. n above the number there is raises ValueError.
    """
    from torchvision.models._meta import _IMAGENET_CATEGORIES

    path = data_folder() / "imagenet_val_25" / "imagenet_val_25_nopickle.npz"
    if path.is_file():
        X_raw, y = _from_npz(path)
        source = "ImageNet validation images, found in the data folder"
    else:
        X_raw, y = _embedded()
        source = "photographs that come with scikit-image and scikit-learn"
    n = len(y) if n is None else n
    if not 1 <= n <= len(y):
        raise ValueError(f"n must be 1 to {len(y)} for this set, not {n}")
    if verbose:
        print(f"Photographs: {n} of {len(y)} {source}.")
    return Photos(X_raw[:n], y[:n], [_IMAGENET_CATEGORIES[k] for k in y[:n]])


def _from_npz(path: Path) -> tuple[np.ndarray, torch.Tensor]:
    with np.load(path, allow_pickle=False) as file:
        return file["X"], torch.from_numpy(file["y"].astype(np.int64))


def _embedded() -> tuple[np.ndarray, torch.Tensor]:
    from importlib.resources import as_file, files

    images = []
    for package, name, (left, upper, side), _ in EMBEDDED:
        with as_file(files(package).joinpath(name)) as path, Image.open(path) as photo:
            square = photo.convert("RGB").crop((left, upper, left + side, upper + side))
            images.append(np.asarray(square.resize((SIZE, SIZE), Image.Resampling.LANCZOS)))
    return np.stack(images), torch.tensor([row[-1] for row in EMBEDDED])
