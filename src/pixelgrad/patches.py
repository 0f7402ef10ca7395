"""Square patches of the photographs that come with scikit-image and scikit-learn, cut from regions that do not overlap."""

from importlib.resources import as_file, files

import numpy as np
from PIL import Image

SIDE = 64
PHOTOS = (  # package, file: colour photographs whose licence the package states
    ("skimage", "data/chelsea.png"),
    ("skimage", "data/coffee.png"),
    ("skimage", "data/hubble_deep_field.jpg"),
    ("skimage", "data/motorcycle_left.png"),
    ("skimage", "data/rocket.jpg"),
    ("sklearn", "datasets/images/china.jpg"),
    ("sklearn", "datasets/images/flower.jpg"),
)
SCALES = 1.0, 0.5  # of a photograph
PARTS = {"train": (0.0, 0.7), "test": (0.7, 1.0)}  # from which to which of its columns


def regions(part: str) -> list[np.ndarray]:
    """The columns that belong to `part` (`train` or `test`) of every photograph at every scale, (H, W, 3) uint8 each."""
    found = []
    for package, name in PHOTOS:
        with as_file(files(package).joinpath(name)) as path, Image.open(path) as photo:
            whole = photo.convert("RGB")
        left, right = (round(share * whole.width) for share in PARTS[part])
        strip = whole.crop((left, 0, right, whole.height))
        for scale in SCALES:
            size = round(scale * strip.width), round(scale * strip.height)
            found.append(np.asarray(strip.resize(size, Image.Resampling.LANCZOS)))
    return found


def cut(n: int, part: str, seed: int, side: int = SIDE) -> np.ndarray:
    """n patches (n, side, side, 3) uint8 from random places, the photographs in turn, half of them mirrored.

    Patches of one part may overlap each other; patches of `train` and of `test` never do.
    """
    dice, strips = np.random.default_rng(seed), regions(part)
    patches = np.empty((n, side, side, 3), np.uint8)
    for k in range(n):
        strip = strips[k % len(strips)]
        row, column = (dice.integers(0, length - side + 1) for length in strip.shape[:2])
        patches[k] = strip[row : row + side, column : column + side][:, :: dice.choice((-1, 1))]
    return dice.permutation(patches)
