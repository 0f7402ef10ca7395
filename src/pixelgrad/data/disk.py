"""The data folder's disk: room, one fetch at a time, and what to say when it refuses.

Limits: one at a time only where the file system can lock; elsewhere the hashes tell when two got into each other's way.
"""

import contextlib
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

from .catalogue import File


def need_room(file: File, part: Path) -> None:
    """Raises OSError (ENOSPC) when the disk cannot hold what `part` lacks of a file whose size is known."""
    have = part.stat().st_size if part.is_file() else 0
    if file.size is not None and file.size - have > (free := shutil.disk_usage(part.parent).free):
        raise OSError(errno.ENOSPC, f"{(file.size - have) / 1e6:.0f} MB are needed, {free / 1e6:.0f} MB are left")


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other fetch into this folder meanwhile."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / ".pixelgrad.lock")
    with contextlib.suppress(NotImplementedError):  # a network disk without locks
        try:
            lock.acquire(timeout=0)
        except Timeout:
            print(f"Another fetch is at work in {folder}; waiting for it.")
            lock.acquire()
    try:
        yield
    finally:
        lock.release()


def told(error: OSError, name: str, folder: Path) -> str:
    """An error of the disk as a sentence and the next command."""
    other = f"Choose another folder: pixelgrad data fetch {name} --folder DIR, and set PIXELGRAD_DATA to DIR."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk of {folder} is full ({error.strerror}). What was downloaded is kept: make room and try again. {other}"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{error.filename or folder} may not be written. {other}"
    return f"{error.filename or folder}: {error.strerror or error}. {other}"
