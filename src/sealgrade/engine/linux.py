"""The few system calls that Python 3.11 does not offer: unshare, setns, mount, pivot_root, prctl."""

import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE = {"mount": 0x20000, "uts": 0x4000000, "ipc": 0x8000000, "user": 0x10000000, "pid": 0x20000000, "net": 0x40000000}
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 36, 38
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # glibc's
SYS_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}


def _check(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def unshare(*names: str) -> None:
    _check(LIBC.unshare(sum(CLONE[name] for name in names)), "unshare " + "+".join(names))


def setns(fd: int, name: str) -> None:
    _check(LIBC.setns(fd, CLONE[name]), f"setns {name}")


def prctl(option: int, value: int = 0) -> None:
    _check(LIBC.prctl(option, ctypes.c_ulong(value), 0, 0, 0), f"prctl {option}")


def keep_heap() -> None:
    """Let malloc keep up to 32 MiB that were freed: a fresh page costs a fault, and a short life has no use for giving pages back."""
    if hasattr(LIBC, "mallopt"):
        LIBC.mallopt(M_MMAP_THRESHOLD, 32 << 20)
        LIBC.mallopt(M_TRIM_THRESHOLD, 32 << 20)


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    arguments = (source.encode(), target.encode(), kind.encode() or None, ctypes.c_ulong(flags), options.encode() or None)
    _check(LIBC.mount(*arguments), f"mount {target}")


def pivot_root(new: str) -> None:
    """Make `new` the root of this mount namespace and detach the old one."""
    os.chdir(new)
    _check(LIBC.syscall(SYS_PIVOT_ROOT[os.uname().machine], b".", b"."), "pivot_root")
    _check(LIBC.umount2(b".", MNT_DETACH), "umount2")
    os.chdir("/")


def unshare_user() -> None:
    """Enter a user namespace in which our own uid and gid are mapped to themselves, and nothing else is."""
    uid, gid = os.geteuid(), os.getegid()  # asked before: inside they are nobody's until they are mapped
    unshare("user")
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)
