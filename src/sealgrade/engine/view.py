"""The file system a worker sees: a new root that holds the interpreter, the libraries and empty scratch places.

What is not bound here does not exist for student code: no course folder, no gradebook, no home, no sockets by path.
The interpreter may lie below a folder that only root may enter (a home, for example): parents are made anew, mode 0755.

Not covered: needs a mount namespace; without one (docker's default profile) Landlock and file modes do this work.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from sealgrade.engine.linux import (
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_RDONLY,
    MS_REC,
    MS_REMOUNT,
    mount,
    pivot_root,
    unshare,
)

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime", "mime.types", "nsswitch.conf")
DEVICES = ("null", "zero", "full", "random", "urandom")
SCRATCH = "/scratch"
ST_NOATIME, ST_RELATIME = 1024, 4096  # as statvfs reports them
MS_NOATIME, MS_RELATIME = 1 << 10, 1 << 21


def readable_paths(extra: Iterable[str]) -> list[str]:
    """What a worker needs to read: system libraries, the interpreter, its environment, and `extra`, outermost only."""
    paths = {*SYSTEM, *(f"/etc/{name}" for name in ETC), *extra}
    kept: list[str] = []
    for path in sorted(path for path in paths if os.path.exists(path)):
        if not any(path == parent or path.startswith(parent + "/") for parent in kept):
            kept.append(path)
    return kept


def enter(readable: Iterable[str]) -> None:
    """Replace the root of this (already unshared) mount namespace. Raises OSError where the kernel refuses."""
    mount("none", "/", flags=MS_REC | MS_PRIVATE)
    base = "/tmp"
    readable = list(readable)
    handles = {path: os.open(path, os.O_PATH | os.O_CLOEXEC) for path in readable if not os.path.islink(path)}
    devices = {name: os.open(f"/dev/{name}", os.O_PATH | os.O_CLOEXEC) for name in DEVICES}
    links = {path: os.readlink(path) for path in readable if os.path.islink(path)}
    mount("view", base, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=1m")
    for path, fd in handles.items():
        _bind(fd, base + path, os.path.isdir(f"/proc/self/fd/{fd}"))
    for path, target in links.items():
        Path(base + path).parent.mkdir(parents=True, exist_ok=True)
        os.symlink(target, base + path)
    os.makedirs(base + "/dev/shm")
    for name, fd in devices.items():
        _bind(fd, f"{base}/dev/{name}", folder=False, readonly=False)
    for name in ("/proc", "/tmp", SCRATCH):
        os.makedirs(base + name, exist_ok=True)
    mount("proc", base + "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    for fd in (*handles.values(), *devices.values()):
        os.close(fd)
    pivot_root(base)


def _bind(fd: int, target: str, folder: bool, readonly: bool = True) -> None:
    place = Path(target)
    place.parent.mkdir(parents=True, exist_ok=True)
    if folder:
        place.mkdir(exist_ok=True)
    else:
        place.touch()
    mount(f"/proc/self/fd/{fd}", target, flags=MS_BIND | MS_REC)
    if readonly:
        mount("none", target, flags=MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV | _locked_flags(target))


def _locked_flags(target: str) -> int:
    """Flags of the mount that a user namespace may not clear when it remounts."""
    found = os.statvfs(target).f_flag
    pairs = ((MS_NOEXEC, MS_NOEXEC), (ST_NOATIME, MS_NOATIME), (ST_RELATIME, MS_RELATIME))
    return sum(flag for bit, flag in pairs if found & bit)


def private_folders(readable: Iterable[str]) -> list[str]:
    """Where a worker gets a file system of its own. /tmp only when nothing that it must read lies there, as in a clone in /tmp."""
    under_tmp = any(path == "/tmp" or path.startswith("/tmp/") for path in readable)
    return [SCRATCH, "/dev/shm"] + ([] if under_tmp else ["/tmp"])


def private_places(megabytes: int, uid: int, readable: Iterable[str]) -> None:
    """Fresh, size-bounded tmpfs for one worker in each of its private folders, and its own /proc."""
    options = f"size={megabytes}m,nr_inodes=20000,mode=700,uid={uid},gid={uid}"
    for place in private_folders(readable):
        mount("private", place, "tmpfs", MS_NOSUID | MS_NODEV, options)
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)


def closed_ancestor(path: Path) -> Path | None:
    """The outermost folder above `path` that other users may not enter."""
    return next((folder for folder in reversed(path.parents) if not folder.stat().st_mode & 0o001), None)


def open_to_all(paths: Iterable[Path]) -> None:
    """For this process and its children: lay an empty world-readable folder over each closed one, and put `paths` back into it.

    So another user can run an interpreter that lies in somebody's home. Needs root, and leaves the file system alone.
    """
    closed = {path: ancestor for path in paths if (ancestor := closed_ancestor(path))}
    if not closed:
        return
    unshare("mount")
    mount("none", "/", flags=MS_REC | MS_PRIVATE)
    handles = {path: os.open(path, os.O_PATH) for path in closed}
    for ancestor in set(closed.values()):
        mount("view", str(ancestor), "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=1m")
    for path, fd in handles.items():
        path.mkdir(parents=True, exist_ok=True)
        mount(f"/proc/self/fd/{fd}", str(path), flags=MS_BIND | MS_REC)
        os.close(fd)
