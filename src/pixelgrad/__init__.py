"""Pixelgrad: what the course's notebooks import.

Importing the package costs nothing and downloads nothing; each module loads
what it needs when it is used. Nothing here knows how work is graded.
"""

import os
from pathlib import Path

__version__ = "0.1.0"


def data_folder() -> Path:
    """The folder of larger files: `PIXELGRAD_DATA`, else `~/.cache/pixelgrad`.

    The folder need not exist; with none, embedded data is used instead.
    """
    return Path(os.environ.get("PIXELGRAD_DATA") or "~/.cache/pixelgrad").expanduser()
