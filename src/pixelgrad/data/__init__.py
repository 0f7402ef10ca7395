"""Data of the problem sets: what there is, where it lies, how to get it, how to read it.

`load("mnist", "digits")` gives images with labels, `path("vae_generators")` a place on disk; `python -m pixelgrad data`
lists and fetches. Importing costs little: torch and the network are touched only by what needs them.
"""

from typing import TYPE_CHECKING, Any

from .catalogue import DataError, DataSet, File, get, sets
from .folder import data_folder, path, state, verify

if TYPE_CHECKING:
    from pathlib import Path

    from .loading import Images

__all__ = ["DataError", "DataSet", "File", "data_folder", "fetch", "get", "load", "path", "sets", "state", "verify"]


def load(*names: str, **wanted: Any) -> "Images":
    """Images with labels of the first of the sets `names` that is here: see `pixelgrad.data.loading.load`."""
    from .loading import load as read

    return read(*names, **wanted)


def fetch(name: str, **options: Any) -> "Path":
    """Bring a set into the data folder and return where it lies: see `pixelgrad.data.fetching.fetch`."""
    from .fetching import fetch as bring

    return bring(name, **options)
