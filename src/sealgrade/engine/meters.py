"""What a worker's processes use, read from /proc and the disk by the grader. Where there is no /proc the answers are 0."""

import os
import shutil
import subprocess
from pathlib import Path

DEEPEST = 50  # folders below one another that are looked into
SHARED_MEMORY = ("/dev/shm",)  # given to workers where they have no private one: data loaders need it
SHARED_PLACES = (*SHARED_MEMORY, "/tmp", "/var/tmp")  # where any user may write, unless Landlock forbids it
TOO_DEEP = 1 << 60  # bytes: over any limit


def threads_of_user() -> int:
    count, me = 0, os.getuid()
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if place.stat().st_uid == me:
                count += len(os.listdir(place / "task"))
        except OSError:
            continue
    return count


def tree(leader: int) -> tuple[list[int], int]:
    """The process `leader` and all below it (at most 500), and how many threads they have together.

    A child is listed under the thread that forked it, so every thread is asked.
    """
    todo, threads = [leader], 0
    seen: list[int] = []
    while todo and len(seen) < 500:
        pid = todo.pop()
        seen.append(pid)
        try:
            for thread in os.listdir(f"/proc/{pid}/task"):
                threads += 1
                with open(f"/proc/{pid}/task/{thread}/children") as file:
                    todo += map(int, file.read().split())
        except OSError:
            continue
    return seen, threads


def resident(pids: list[int]) -> int:
    """Bytes of resident memory, shared pages counted once per process: quick, and never too small."""
    page, total = os.sysconf("SC_PAGESIZE"), 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/statm") as file:
                total += int(file.read().split()[1]) * page
        except (OSError, IndexError, ValueError):
            continue
    return total


def _sum_of_pss(pids: list[int]) -> int:
    found = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/smaps_rollup") as file:
                found += sum(int(line.split()[1]) << 10 for line in file if line.startswith("Pss:"))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def pss(pids: list[int], uid: int) -> int:
    """Sum of PSS in bytes, shared pages counted once; 0 when it cannot be read.

    uid: docker's root may not read the maps of another user, but a helper that becomes that user may. The worker can kill
    the helper, but not read it: a process that changed its user cannot be traced.
    """
    try:
        return _sum_of_pss(pids)
    except PermissionError:
        if not uid:
            return 0
    reader, writer = os.pipe()
    helper = os.fork()
    if helper == 0:
        try:
            os.setgroups([])
            os.setresgid(uid, uid, uid)
            os.setresuid(uid, uid, uid)
            os.write(writer, b"%d" % _sum_of_pss(pids))
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(helper, 0)
    return int(answer or 0)


def disk_used(top: str) -> tuple[int, int]:
    """Bytes on disk and number of entries of a file or folder; a nesting deeper than DEEPEST counts as too many bytes.

    Not os.walk: that recurses, and a student's thousand nested folders would end the grader.
    """
    if not os.path.isdir(top) or os.path.islink(top):
        return _blocks(Path(top)), 1
    used = files = 0
    todo = [(top, 0)]
    while todo:
        place, depth = todo.pop()
        try:
            entries = list(os.scandir(place))
        except OSError:
            continue
        for entry in entries:
            files += 1
            used += _blocks(entry)
            if entry.is_dir(follow_symlinks=False):
                if depth >= DEEPEST:
                    return TOO_DEEP, files
                todo.append((entry.path, depth + 1))
    return used, files


def _blocks(entry: os.PathLike[str]) -> int:
    try:
        return os.lstat(entry).st_blocks * 512
    except OSError:
        return 0


def strays(uid: int, places: tuple[str, ...]) -> list[str]:
    """What user `uid` has put into `places`, where everybody may write."""
    found: list[str] = []
    for place in places:
        try:
            found += [entry.path for entry in os.scandir(place) if entry.stat(follow_symlinks=False).st_uid == uid]
        except OSError:
            continue
    return found


def remove(path: str) -> None:
    """Delete a file or folder that student code made: however deep, whatever its modes."""
    if os.path.islink(path) or not os.path.isdir(path):
        Path(path).unlink(missing_ok=True)
        return
    try:
        shutil.rmtree(path)
    except (OSError, RecursionError):
        subprocess.run(["chmod", "-R", "u+rwx", "--", path], stderr=subprocess.DEVNULL, check=False)
        subprocess.run(["rm", "-rf", "--", path], stderr=subprocess.DEVNULL, check=False)
