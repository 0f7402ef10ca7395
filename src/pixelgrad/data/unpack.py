"""Zip and tar archives, unpacked whole or not at all, and never outside their folder.

Only plain files and folders are written: links, devices and names that lead out of the folder are refused.
"""

import contextlib
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from .catalogue import DataError

Member = tuple[PurePosixPath, int, Callable[[], IO[bytes]]]  # name, bytes, how to read it


def unpack(archive: Path, target: Path) -> None:
    """Unpack into the folder `target`, which must not exist; one folder around everything is left out.

    Raises DataError for what is no archive, what would leave the folder, and what the disk cannot hold.
    """
    partial = target.with_name(target.name + ".part")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        with _members(archive) as members:
            room, need = shutil.disk_usage(partial).free, sum(size for _, size, _ in members)
            if need > room:
                raise DataError(f"{archive.name} needs {need / 1e6:.0f} MB unpacked; {target.parent} has {room / 1e6:.0f} MB left.")
            for name, _, read in members:
                place = partial / name
                place.parent.mkdir(parents=True, exist_ok=True)
                with read() as source, place.open("wb") as sink:
                    shutil.copyfileobj(source, sink)
        partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def differences(archive: Path, folder: Path) -> list[str]:
    """Names in the archive whose unpacked file is missing or has another size."""
    with _members(archive) as members:
        return [str(name) for name, size, _ in members if not (folder / name).is_file() or (folder / name).stat().st_size != size]


@contextlib.contextmanager
def _members(archive: Path) -> Iterator[list[Member]]:
    """The plain files of an archive, their names checked and without the one folder around them all."""
    with contextlib.ExitStack() as stack:
        try:
            if zipfile.is_zipfile(archive):
                found = _of_zip(stack.enter_context(zipfile.ZipFile(archive)))
            else:
                found = _of_tar(stack.enter_context(tarfile.open(archive)))
            yield _bare(archive, found)
        except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, RuntimeError) as error:
            raise DataError(f"{archive} is no zip or tar archive that can be read: {error}.") from None


def _bare(archive: Path, found: list[Member]) -> list[Member]:
    """The members without the one folder around them all. Raises DataError for a name that leads out of the folder."""
    for name, _, _ in found:
        if name.is_absolute() or ".." in name.parts or not name.parts or ":" in name.parts[0] or "\\" in str(name):
            raise DataError(f"{archive} is not unpacked: it holds {str(name)!r}, which would lie outside its folder.")
    if len({name.parts[0] for name, _, _ in found}) > 1 or any(len(name.parts) == 1 for name, _, _ in found):
        return found
    return [(PurePosixPath(*name.parts[1:]), size, read) for name, size, read in found]


def _of_zip(archive: zipfile.ZipFile) -> list[Member]:
    plain = [info for info in archive.infolist() if not info.is_dir()]
    return [(PurePosixPath(info.filename), info.file_size, lambda info=info: archive.open(info)) for info in plain]


def _of_tar(archive: tarfile.TarFile) -> list[Member]:
    for info in archive.getmembers():
        if not (info.isfile() or info.isdir()):
            raise DataError(f"{archive.name} is not unpacked: {info.name!r} is a link or a device.")
    plain = [info for info in archive.getmembers() if info.isfile()]
    return [(PurePosixPath(info.name), info.size, lambda info=info: archive.extractfile(info)) for info in plain]
