"""Images in batches from a folder of any size: read when they are asked for, never all at once."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from . import progress
from .data.pictures import KINDS

UNREADABLE = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)  # what Pillow raises for damaged files


class Stream:
    """Batches (n, h, w, 3) uint8 of the images `items`, read anew each time someone iterates; `len` is their number.

    An item that `read` cannot read, or whose shape is not the first one's, is left out; `skipped` says why, by its name.
    """

    def __init__(self, items: Sequence[Any], read: Callable[[Any], np.ndarray], title: str = "", batch: int = 64):
        self.items, self.read, self.title, self.batch = items, read, title, batch
        self.skipped: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[np.ndarray]:
        held: list[np.ndarray] = []
        shape = None
        for item in progress.bar(self.items, self.title):
            try:
                image = self.read(item)
                shape = shape or image.shape
                if image.shape != shape:
                    raise ValueError(f"its shape is {image.shape}, not {shape}; ask for squares: size=128")
            except UNREADABLE as error:
                self._skip(item, error)
                continue
            held.append(image)
            if len(held) == self.batch:
                yield np.stack(held)
                held = []
        if held:
            yield np.stack(held)

    def part(self, start: int, stop: int) -> "Stream":
        """The images from number `start` to before `stop`."""
        return Stream(self.items[start:stop], self.read, self.title, self.batch)

    def first(self, n: int) -> np.ndarray:
        """The first n images that can be read, (n or fewer, h, w, 3) uint8."""
        found: list[np.ndarray] = []
        for X in Stream(self.items, self.read, "", min(n, self.batch)):
            found.append(X)
            if sum(map(len, found)) >= n:
                break
        return np.concatenate(found)[:n]

    def _skip(self, item: Any, error: Exception) -> None:
        name = Path(str(item)).name
        if name not in self.skipped:
            self.skipped[name] = str(error)
            print(f"Skipped {name}: {error}")


def folder(place: str | Path, size: int | None = None, title: str = "") -> Stream:
    """The PNG and JPEG files of a folder in the order of their names; size: as squares of so many pixels.

    Raises FileNotFoundError when there are none.
    """

    def read(path: Path) -> np.ndarray:
        with Image.open(path) as image:
            pixels = image.convert("RGB")
        return np.asarray(pixels if size is None else ImageOps.fit(pixels, (size, size), Image.Resampling.LANCZOS))

    paths = sorted(path for path in Path(place).glob("*") if path.suffix.lower() in KINDS)
    if not paths:
        raise FileNotFoundError(f"no {', '.join(KINDS)} files in {place}")
    return Stream(paths, read, title or Path(place).name)


def stack(X_raw: np.ndarray, title: str = "") -> Stream:
    """Images that are in memory already, (N, h, w, 3)."""
    return Stream(range(len(X_raw)), X_raw.__getitem__, title)
