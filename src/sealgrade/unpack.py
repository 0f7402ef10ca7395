"""Archives that strangers made, unpacked into a folder and nowhere else, and never more of them than the limits allow.

nbgrader's own extractor goes on unpacking for as long as it finds archives (one that holds itself never ends), sets no
limit on size, and one student's broken zip stops the collection of the whole class. Here an archive inside a submission
that is broken, too large or too deep is left out with a warning, and everything else is collected. Links, devices and
permissions in archives are ignored. Not covered: RAR and 7z, and archives with passwords; they are left out too.
"""

import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
UNREADABLE = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError)
BROKEN = (*UNREADABLE, NotImplementedError, RuntimeError, OSError, ValueError)  # RuntimeError: it wants a password
CHUNK = 1 << 20


@dataclass(frozen=True)
class Bounds:
    """Of one archive from the system (the class) and of one archive inside it (a student): bytes, files, nesting."""

    file_bytes: int = 256 << 20
    class_bytes: int = 64 << 30
    class_files: int = 200_000
    student_bytes: int = 512 << 20
    student_files: int = 2_000
    depth: int = 2


class TooMuch(Exception):
    """An archive goes over its bounds."""


def suffix(name: str) -> str:
    """The archive's suffix, '' for a file that is none."""
    return next((end for end in sorted(SUFFIXES, key=len, reverse=True) if name.lower().endswith(end)), "")


def members(path: Path) -> Iterator[tuple[str, int, IO[bytes]]]:
    """(name, declared size, open stream) of every plain file in an archive."""
    if suffix(path.name) == ".zip":
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if not info.is_dir() and (info.external_attr >> 16) & 0o170000 in (0, 0o100000):
                    with archive.open(info) as stream:
                        yield info.filename, info.file_size, stream
    else:
        with tarfile.open(path) as tar:
            for member in tar:
                if member.isreg() and (opened := tar.extractfile(member)) is not None:
                    with closing(opened):
                        yield member.name, member.size, opened


def inside(folder: Path, name: str) -> Path | None:
    """Where a member lies below `folder`; None for a name that leads elsewhere or is no name."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or any(part in ("..", "/") or part.endswith(":") or not part.isprintable() for part in parts):
        return None
    target = folder.joinpath(*parts)
    return target if target.resolve().is_relative_to(folder.resolve()) else None


def unpack(archive: Path, folder: Path, warn: Callable[[str], None], bounds: Bounds, depth: int = 0) -> None:
    """Unpack `archive` into `folder`, then the archives among its files into folders of their names.

    Raises one of BROKEN when the outermost archive cannot be read, TooMuch when it is over its bounds.
    """
    size_left = bounds.student_bytes if depth else bounds.class_bytes
    files_left = bounds.student_files if depth else bounds.class_files
    for name, declared, stream in members(archive):
        files_left -= 1
        if files_left < 0 or declared > size_left:
            raise TooMuch(f"{archive.name} holds more than is unpacked")
        target = inside(folder, name)
        if target is None:
            warn(f"{archive.name}: {name[:80]!r} leads out of its folder and was left out")
            continue
        written = _write(stream, target, min(bounds.file_bytes, size_left), f"{archive.name}: {name[:80]!r}", warn)
        size_left -= written
        if written and suffix(target.name):
            unpack_beside(target, warn, bounds, depth + 1)


def unpack_beside(archive: Path, warn: Callable[[str], None], bounds: Bounds, depth: int = 1) -> None:
    """Unpack an archive of a student's into a folder of its name; one that is broken, too large or too deep gets a warning."""
    if depth > bounds.depth:
        warn(f"{archive.name} lies too deep in other archives and was not unpacked")
        return
    folder = archive.with_name(archive.name[: -len(suffix(archive.name))])
    try:
        if folder.exists():
            raise FileExistsError(f"there is another {folder.name}")
        folder.mkdir()
        unpack(archive, folder, warn, bounds, depth)
    except (*BROKEN, TooMuch) as error:
        warn(f"{archive.name} could not be unpacked ({type(error).__name__}: {str(error)[:120]})")


def _write(stream: IO[bytes], target: Path, limit: int, what: str, warn: Callable[[str], None]) -> int:
    """Copy at most `limit` bytes to `target`; what is larger or cannot be written is left out. Returns the bytes written."""
    written = 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as out:
            while chunk := stream.read(CHUNK):
                written += len(chunk)
                if written > limit:
                    raise ValueError(f"more than {limit >> 20} MiB")
                out.write(chunk)
    except BROKEN as error:
        warn(f"{what} was left out ({type(error).__name__}: {str(error)[:120]})")
        if not isinstance(error, FileExistsError):
            with suppress(OSError):
                target.unlink(missing_ok=True)
        return 0
    return written
