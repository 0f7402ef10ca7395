"""Files from a folder that already holds them: a course's shared disk, a stick, the folder of a browser's downloads."""

import os
import shutil
from functools import cache
from pathlib import Path
from urllib.parse import quote

from .catalogue import DataError, DataSet, File


def is_address(mirror: str) -> bool:
    return mirror.startswith(("http://", "https://"))


def address(mirror: str, file: File) -> str:
    """Where a copy of a data folder, served by HTTP, has the file."""
    return f"{mirror.rstrip('/')}/{quote(file.path)}"


def holds(data: DataSet, mirror: str) -> bool:
    """Whether a mirror has every file of the set, whole; not known of one by HTTP: True."""
    return is_address(mirror) or all(_search(file, Path(mirror).expanduser()) for file in data.files)


def find(file: File, mirror: str) -> Path:
    """The file in a mirror: at its path, else by its name, with the right hash, anywhere below.

    Raises DataError where there is none.
    """
    if found := _search(file, Path(mirror).expanduser()):
        return found
    _below.cache_clear()  # who is told of it may put the file there and try again
    wanted = f"{mirror} holds no {Path(file.path).name} as the catalogue knows it."
    raise DataError(f"{wanted} What it holds: pixelgrad data verify --folder {mirror}")


def _search(file: File, mirror: Path) -> Path | None:
    name = Path(file.path).name
    for place in (mirror / file.path, mirror / name):
        if place.is_file() and not file.flaw(place):
            return place
    others = _below(mirror).get(name, []) if file.hashed else []
    return next((place for place in others if place.is_file() and not file.flaw(place)), None)


@cache
def _below(mirror: Path) -> dict[str, list[Path]]:
    """Every file below a folder, by its name; looked through once."""
    found: dict[str, list[Path]] = {}
    for place, _, names in sorted(os.walk(mirror)):
        for name in names:
            found.setdefault(name, []).append(Path(place, name))
    return found


def take(source: Path, target: Path, link: bool) -> None:
    """Copy, or link where `link` is wanted and the platform can; `target` is whole or not there."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        if not link:
            raise NotImplementedError
        part.symlink_to(source.resolve())
    except (OSError, NotImplementedError):  # Windows asks for a right that few have
        shutil.copyfile(source, part)
    os.replace(part, target)
