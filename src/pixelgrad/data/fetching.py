"""Sets into the data folder. A file has its final name only when it is whole and checked."""

import os
from pathlib import Path

from .catalogue import DataError, DataSet, File, get
from .disk import alone, need_room, told
from .download import download
from .folder import data_folder, path, unpacked_at
from .mirror import address, find, is_address, take
from .unpack import unpack


def fetch(name: str, *, mirror: str | Path = "", link: bool = False, folder: Path | None = None) -> Path:
    """Bring the set `name` into the data folder, check it, unpack it. Returns where it lies.

    What is there and whole is left alone; an interrupted download goes on. mirror: a folder that holds the files, or the
    address (http...) of a copy of a data folder; link: symbolic links to a mirror's files instead of copies.
    Raises DataError that says what to do: no network, wrong bytes, no room, no permission, no address.
    """
    data, folder = get(name), folder or data_folder()
    if data.embedded:
        raise DataError(f"{name} is embedded, there is nothing to fetch: pixelgrad.data.load({name!r}) reads it.")
    try:
        if missing := [file for file in data.files if not _whole(file, folder)]:
            folder.mkdir(parents=True, exist_ok=True)
            with alone(folder):
                for file in missing:
                    _bring(data, file, folder, str(mirror), link)
    except DataError:
        raise
    except OSError as error:
        raise DataError(told(error, name, folder)) from error
    return path(name, folder) or folder


def _whole(file: File, folder: Path) -> bool:
    target, unpacked = folder / file.path, unpacked_at(file, folder)
    if file.unpack and not unpacked:
        return False
    return not file.flaw(target) if target.is_file() else bool(unpacked)  # who needs room may remove an archive


def _bring(data: DataSet, file: File, folder: Path, mirror: str, link: bool) -> None:
    """One file, from the first place that has it whole; then unpacked."""
    target = folder / file.path
    if not target.is_file() or file.flaw(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if mirror and not is_address(mirror):
            take(find(file, mirror), target, link)
        else:
            _download(data, file, target, [address(mirror, file)] if mirror else list(file.urls))
    if file.unpack and not unpacked_at(file, folder):
        unpack(target, folder / file.unpack)


def _download(data: DataSet, file: File, target: Path, urls: list[str]) -> None:
    failed = []
    for url in urls:
        try:
            return checked(url, file, target)
        except DataError as error:
            failed.append(str(error))
    why = f"{data.name} could not be downloaded: {'; '.join(failed)}." if failed else f"{data.name} has no address. {data.manual}"
    others = f" and its other {len(data.files) - 1} files as pixelgrad data list {data.name} shows" if len(data.files) > 1 else ""
    raise DataError(
        f"{why}\nFrom a folder that holds it: pixelgrad data fetch {data.name} --mirror DIR\n"
        f"By hand: put {target.name} at {target}{others}, then: pixelgrad data verify {data.name}\nIts home: {data.home}"
    )


def checked(url: str, file: File, target: Path) -> None:
    """Download to `target`, whole, compared and renamed, or not at all. Raises DataError.

    What an earlier try left is gone on with only where a hash can tell whether the whole is right.
    """
    part = target.with_name(target.name + ".part")
    if not file.hashed or (file.size is not None and part.is_file() and part.stat().st_size > file.size):
        part.unlink(missing_ok=True)
    began = part.is_file()
    while True:
        need_room(file, part)
        download(url, part, target.name)
        flaw = file.flaw(part)
        if not flaw:
            os.replace(part, target)
            return
        part.unlink()
        if not began:
            raise DataError(f"{url} sent another file than the catalogue knows ({flaw}); it was removed")
        began = False  # the old beginning may have been wrong: once more from the first byte
