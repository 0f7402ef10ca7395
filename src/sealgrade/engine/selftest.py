"""The forbidden acts, tried by a confined worker before any submission is graded.

`attempt` runs inside a worker (our code, no student's) against real targets: the hidden tests, the grader, a sibling.
`judge` turns what got through into guarantees. A guarantee that does not hold stops the run.

Not stopped, only reported, where neither namespaces nor Landlock can refuse them (`REPORTED`): a unix socket in a place
that everybody may enter can be connected to, so keep such services off the machine (likewise an abstract one, without
Landlock ABI 6); names, sizes and modes of files can be
asked for, not their contents; /proc names other processes, not their memory.
"""

import ctypes
import os
import resource
import socket
import subprocess
import time
from collections.abc import Callable
from typing import Any

from sealgrade.engine import confine

GUARANTEES = {
    "hidden tests, gradebook and other submissions are unreadable": (
        "read hidden tests", "list hidden tests", "read the course folder", "read a sibling's files",
        "write a sibling's files", "read the grader's environment", "read the grader's memory", "read the zygote's memory",
        "read a home folder", "inherited descriptors",
    ),
    "no network": (
        "TCP to this machine", "UDP to this machine", "raw socket", "abstract socket of the grader", "vsock",
    ),
    "grader, zygote and siblings are untouchable": (
        "signal the grader", "signal the zygote", "signal a sibling", "ptrace the grader", "ptrace the zygote",
        "ptrace a sibling", "read a sibling's memory", "become root", "new user namespace", "mount", "load a kernel module",
        "change the clock", "gain by setuid program", "change the grader's limits", "change the grader's schedule",
    ),
    "resources are bounded": (
        "raise a limit", "unlimited processes", "unlimited file", "system-wide shared memory", "memory outside processes",
    ),
    "disk is bounded": ("write outside scratch", "write the libraries", "unwatched shared memory"),
}  # fmt: skip
REPORTED = (  # told with the result, but no reason to stop: what can be done with them is little, see the docstring
    "see a hidden file's size",
    "unix socket by path",
    "change the mode of a sibling's folder",
    "read the grader's command line",
    "see other processes",
    "read /etc/passwd",
    "write /tmp",
)
REMEDIES = {
    "hidden tests, gradebook and other submissions are unreadable": (
        "Use a kernel with Landlock (5.13 or newer), or make the course folder 0700 and grade as root."
    ),
    "no network": "Install libseccomp (package libseccomp2), or grade where network namespaces are allowed.",
    "grader, zygote and siblings are untouchable": "Grade as root, or use a kernel with Landlock ABI 6 (6.12 or newer).",
    "resources are bounded": "Grade as root with Python in a folder that every user may read, so that each worker gets its own user.",
    "disk is bounded": "Make the course and its environment writable by the grader only.",
}


def attempt(targets: dict[str, Any]) -> dict[str, str]:
    """Try each act; '' when it was refused, else what got through."""
    libc = ctypes.CDLL(None, use_errno=True)
    results = {}
    for name, act in {**_files(targets), **_network(targets), **_processes(targets, libc), **_bounds(targets)}.items():
        try:
            results[name] = "got through" if act() else ""
        except BaseException:  # noqa: BLE001 - a refusal, in whatever form
            results[name] = ""
    return results


def tolerated(policy: dict[str, Any]) -> tuple[str, ...]:
    """Acts that are only told where nothing can refuse them and little is lost: a container's own network has no such socket."""
    return () if policy["namespaces"] or policy["landlock_abi"] >= confine.SIGNALS_SCOPED else ("abstract socket of the grader",)


def reported(results: dict[str, str]) -> list[str]:
    """The acts that got through and are only told."""
    return [act for act in (*REPORTED, "abstract socket of the grader") if results.get(act, "not tried")]


def judge(results: dict[str, str], tolerated: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Per guarantee, the acts that got through (none: it holds). An act without a result counts as got through."""
    return {name: [act for act in acts if results.get(act, "not tried") and act not in tolerated] for name, acts in GUARANTEES.items()}


def _read(path: str) -> bool:
    with open(path, "rb") as file:
        return bool(file.read(64))


def _files(t: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    return {
        "read hidden tests": lambda: _read(t["hidden"]),
        "list hidden tests": lambda: os.listdir(os.path.dirname(t["hidden"])),
        "read the course folder": lambda: os.listdir(t["course"]),
        "read a sibling's files": lambda: os.listdir(t["sibling_scratch"]) if t["sibling_scratch"] != os.getcwd() else False,
        "write a sibling's files": lambda: _write(t["sibling_scratch"] + "/x") if t["sibling_scratch"] != os.getcwd() else False,
        "read the grader's environment": lambda: _read(f"/proc/{t['grader']}/environ"),
        "read the grader's memory": lambda: os.open(f"/proc/{t['grader']}/mem", os.O_RDONLY),
        "read the zygote's memory": lambda: os.open(f"/proc/{t['zygote']}/mem", os.O_RDONLY),
        "read a home folder": lambda: os.listdir(t["home"]) if os.path.isdir(t["home"]) else _read(t["home"]),
        "see a hidden file's size": lambda: os.stat(t["hidden"]),
        "change the mode of a sibling's folder": lambda: (
            t["sibling_scratch"] != os.getcwd() and _done(os.chmod, t["sibling_scratch"], 0o700)
        ),
        "read the grader's command line": lambda: _read(f"/proc/{t['grader']}/cmdline"),
        "see other processes": lambda: len([name for name in os.listdir("/proc") if name.isdigit()]) > 1,
        "read /etc/passwd": lambda: _read("/etc/passwd"),
        "write /tmp": lambda: t["shared"] and _write("/tmp/sealgrade_selftest"),
        "inherited descriptors": lambda: [fd for fd in range(4, 256) if _is_open(fd)],
    }


def _done(action: Callable[..., Any], *arguments: Any) -> bool:
    action(*arguments)
    return True


def _write(path: str) -> bool:
    with open(path, "w") as file:
        return bool(file.write("x"))


def _is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def _network(t: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    def connect(family: int, address: Any) -> bool:
        with socket.socket(family) as sock:
            sock.settimeout(1)
            sock.connect(address)
            return True

    return {
        "TCP to this machine": lambda: connect(socket.AF_INET, ("127.0.0.1", t["port"])),
        "UDP to this machine": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", t["port"])),
        "raw socket": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0),
        "abstract socket of the grader": lambda: connect(socket.AF_UNIX, "\0" + t["abstract"]),
        "unix socket by path": lambda: connect(socket.AF_UNIX, t["unix"]),
        "vsock": lambda: socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM),
    }


def _child_succeeds(act: Callable[[], Any]) -> bool:
    pid = os.fork()
    if pid == 0:
        try:
            os._exit(0 if act() else 1)
        finally:
            os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


def _processes(t: dict[str, Any], libc: Any) -> dict[str, Callable[[], Any]]:
    def signalled(pid: int) -> bool:
        os.kill(pid, 0)
        return True

    seize = 0x4206
    return {
        "signal the grader": lambda: signalled(t["grader"]),
        "signal the zygote": lambda: signalled(t["zygote"]),
        "signal a sibling": lambda: signalled(t["sibling"]),
        "ptrace the grader": lambda: libc.ptrace(seize, t["grader"], 0, 0) == 0,
        "ptrace the zygote": lambda: libc.ptrace(seize, t["zygote"], 0, 0) == 0,
        "ptrace a sibling": lambda: libc.ptrace(seize, t["sibling"], 0, 0) == 0,
        "read a sibling's memory": lambda: os.open(f"/proc/{t['sibling']}/mem", os.O_RDONLY),
        "become root": lambda: os.getuid() != 0 and _done(os.setuid, 0),
        "new user namespace": lambda: _child_succeeds(lambda: libc.unshare(0x10000000) == 0),
        "mount": lambda: _child_succeeds(lambda: libc.mount(b"x", b"/mnt", b"tmpfs", 0, None) == 0),
        "load a kernel module": lambda: libc.syscall(313, 0, 0, 0) == 0,
        "change the grader's limits": lambda: resource.prlimit(t["grader"], resource.RLIMIT_NOFILE),
        "change the grader's schedule": lambda: _done(os.sched_setaffinity, t["grader"], os.sched_getaffinity(0)),
        "change the clock": lambda: _done(time.clock_settime, time.CLOCK_REALTIME, time.time()),
        "gain by setuid program": lambda: subprocess.run(["su", "-c", "true"], capture_output=True, timeout=5).returncode == 0,
    }


def _bounds(t: dict[str, Any]) -> dict[str, Callable[[], Any]]:
    def raise_limit() -> bool:
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard + 1, hard + 1))
        return True

    def many_processes() -> bool:
        gate = os.pipe()
        children: list[int] = []
        try:
            while len(children) < t["processes"] + 1:
                pid = os.fork()
                if pid == 0:
                    os.close(gate[1])
                    os.read(gate[0], 1)
                    os._exit(0)
                children.append(pid)
            return True
        finally:
            os.close(gate[1])
            for pid in children:
                os.waitpid(pid, 0)

    return {
        "raise a limit": raise_limit,
        "unlimited processes": many_processes,
        "unlimited file": lambda: resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY,
        "system-wide shared memory": lambda: ctypes.CDLL(None).shmget(0, 4096, 0o1600) >= 0,
        "write outside scratch": lambda: _write(t["outside"]),
        "write the libraries": lambda: _write(os.path.dirname(os.__file__) + "/sealgrade_selftest"),
        "unwatched shared memory": lambda: t["shared"] and not t["own_uid"] and _write("/dev/shm/sealgrade_selftest"),
        "memory outside processes": lambda: os.memfd_create("selftest"),
    }
