"""Which layers of confinement work on this machine. Every layer that works is used; what does not is named with its reason.

    full         root with namespaces: own uid per worker, private mounts, no network, plus everything below
    user         an ordinary user: the same through a user namespace, one uid for all workers
    docker-root  root in a container without namespaces: own uid per worker, Landlock, seccomp
    none         separate process and deadlines only: another system, or said by a person; never by chance

The layers are a means. The guarantees are what counts, and `selftest` tries them before any submission runs.
"""

import os
import platform
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sealgrade.engine import linux
from sealgrade.errors import MachineError

FIRST_UID = 60_000  # workers take turns through the thousand that follow
LAYERS = ("userns", "namespaces", "uid", "landlock", "seccomp")


@dataclass
class Policy:
    profile: str
    userns: bool = False
    namespaces: bool = False
    uid: bool = False
    landlock: bool = False
    seccomp: bool = False
    landlock_abi: int = 0
    missing: dict[str, str] = field(default_factory=dict)
    readable: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def attempt(action: Callable[[], object]) -> str:
    """Run `action` in a child; '' when it went well, else the reason."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        try:
            action()
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is the answer
            os.write(writer, (str(error) or traceback.format_exc(limit=1)).encode()[:400] or b"failed")
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        reason = pipe.read().decode(errors="replace")
    _, status = os.waitpid(pid, 0)
    return reason or ("" if status == 0 else f"ended with status {status}")


def _namespaces(userns: bool) -> None:
    if userns:
        linux.unshare_user()
    linux.unshare("pid", "mount", "net", "ipc", "uts")
    pid = os.fork()
    if pid == 0:
        try:
            linux.mount("none", "/", flags=linux.MS_REC | linux.MS_PRIVATE)
            linux.mount("proc", "/proc", "proc", linux.MS_NOSUID)
        except OSError:
            os._exit(1)
        os._exit(0)
    if os.waitpid(pid, 0)[1]:
        raise OSError("a private /proc cannot be mounted")


def _switch_uid(readable: list[str]) -> None:
    os.setgroups([])
    os.setresgid(FIRST_UID, FIRST_UID, FIRST_UID)
    os.setresuid(FIRST_UID, FIRST_UID, FIRST_UID)
    for path in readable:
        if not os.access(path, os.R_OK):
            raise OSError(f"user {FIRST_UID} cannot read {path}: install Python and the course where everybody may read")


def _landlock() -> None:
    from landlockpy import Ruleset

    with Ruleset() as rules:
        rules.restrict()
    try:
        os.listdir("/usr")
    except PermissionError:
        return
    raise OSError("Landlock accepts rules but does not enforce them")


def _landlock_abi() -> int:
    from landlockpy._syscall import abi_version

    return int(abi_version())


def _seccomp() -> None:
    import pyseccomp

    pyseccomp.SyscallFilter(pyseccomp.ALLOW).load()


def choose(profile: str, readable: list[str], trust: bool = False) -> Policy:
    """Find the layers that hold here. Raises MachineError when `profile` is named and cannot be had."""
    if platform.system() != "Linux" or profile == "none":
        if not trust:
            reason = "Submissions can only be confined on Linux" if profile != "none" else "Profile 'none' was asked for"
            raise MachineError(
                f"{reason}; so they would run unconfined.",
                "Grade on Linux, or say --trust-submissions if every submission is known to be harmless.",
            )
        return Policy("none", missing=dict.fromkeys(LAYERS, "profile none"), readable=readable)
    root = os.geteuid() == 0
    policy = Policy("", readable=readable)

    def probe(layer: str, action: Callable[[], object], wanted: bool = True) -> bool:
        reason = attempt(action) if wanted else f"not part of profile {profile}"
        if reason:
            policy.missing[layer] = reason
        return not reason

    wants_namespaces = profile != "docker-root"
    if root:
        policy.namespaces = probe("namespaces", lambda: _namespaces(False), wants_namespaces)
        policy.missing["userns"] = "not needed as root"
        exposed = [] if policy.namespaces else readable  # a view of our own makes new parents
        policy.uid = probe("uid", lambda: _switch_uid(exposed))
    else:
        policy.userns = policy.namespaces = probe("namespaces", lambda: _namespaces(True), wants_namespaces)
        policy.missing["uid"] = "only root can give each worker its own user"
    policy.landlock = probe("landlock", _landlock)
    policy.seccomp = probe("seccomp", _seccomp)
    policy.landlock_abi = _landlock_abi() if policy.landlock else 0
    policy.profile = ("full" if policy.namespaces else "docker-root") if root else "user"
    if profile not in ("auto", policy.profile):
        raise MachineError(
            f"Profile {profile!r} was asked for, but this machine gives {policy.profile!r}: {policy.missing}",
            "Run `sealgrade doctor` to see what is missing, or leave --profile out.",
        )
    return policy


def installed() -> list[str]:
    """Folders of installed packages on the path: of this environment, and of those it stands on.

    What an editable install puts on the path is none of them: such packages are named by the course.
    """
    return [place for place in sys.path if Path(place).name in ("site-packages", "dist-packages")]


def course_paths(package_folders: list[str]) -> list[str]:
    """The interpreter, its environment and the students' package: what student code may read beside the system."""
    return [sys.prefix, sys.base_prefix, *installed(), *(str(Path(folder).resolve()) for folder in package_folders)]
