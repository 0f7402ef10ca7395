"""Where sets lie on this machine, whether they are there, and whether they are whole.

One layout everywhere: a download, a course's shared folder and a mirror hold the same relative
paths, so the same code reads them all.
"""

import os
from pathlib import Path

from .catalogue import DataSet, File, get


def data_folder() -> Path:
    """`PIXELGRAD_DATA` where it is set, else the user's cache folder (Linux: ~/.cache/pixelgrad).

    The folder need not exist; with none, embedded data is used instead.
    """
    from platformdirs import user_cache_path

    named = os.environ.get("PIXELGRAD_DATA")
    return Path(named).expanduser() if named else user_cache_path("pixelgrad", appauthor=False)


def path(name: str, folder: Path | None = None) -> Path | None:
    """Where the set `name` lies, or None where not all of its files are here.

    A set of one file: the file, or the folder that it was unpacked into; of several: the folder
    that holds them. Looks whether files exist, not whether they are whole: `verify` does.
    Raises ValueError for an unknown name.
    """
    data, folder = get(name), folder or data_folder()
    if state(data, folder) != "here":
        return None
    if len(data.files) == 1:
        return place_of(data.files[0], folder)
    return Path(os.path.commonpath([folder / file.path for file in data.files]))


def place_of(file: File, folder: Path) -> Path:
    """Where a file lies: the folder that it was unpacked into, else the file itself."""
    return unpacked_at(file, folder) or folder / file.path


def unpacked_at(file: File, folder: Path) -> Path | None:
    """The folder that the archive `file` was unpacked into, where it was."""
    place = folder / file.unpack
    return place if file.unpack and place.is_dir() else None


def state(data: DataSet, folder: Path | None = None) -> str:
    """`embedded`, `here`, `part` (some files are missing), `by hand` (not here, no address), `not here`."""
    if data.embedded:
        return "embedded"
    folder = folder or data_folder()
    there = [(folder / file.path).is_file() or unpacked_at(file, folder) is not None for file in data.files]
    if all(there):
        return "here"
    if any(there):
        return "part"
    return "by hand" if data.manual else "not here"


def verify(data: DataSet, folder: Path | None = None) -> dict[str, str]:
    """Path of every file -> `ok`, `not verified` (no hash is published), `missing`, or what is wrong with it.

    Of an unpacked archive the sizes of the files are compared with the archive's table.
    """
    folder = folder or data_folder()
    return {file.path: _verdict(file, folder) for file in data.files}


def _verdict(file: File, folder: Path) -> str:
    from .unpack import differences

    place, unpacked = folder / file.path, unpacked_at(file, folder)
    if not place.is_file():
        return "not verified" if unpacked else "missing"
    if flaw := file.flaw(place):
        return flaw
    if unpacked and (wrong := differences(place, unpacked)):
        return f"{len(wrong)} unpacked files differ, the first is {wrong[0]}"
    return "ok" if file.hashed else "not verified"
