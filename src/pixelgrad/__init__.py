"""Pixelgrad: what the course's notebooks import.

Importing the package costs nothing and downloads nothing; each module loads
what it needs when it is used. Nothing here knows how work is graded.
"""

from pathlib import Path

__version__ = "0.1.0"


def data_folder() -> Path:
    """The folder of larger files: `pixelgrad.data.data_folder`."""
    from .data import data_folder as place

    return place()
