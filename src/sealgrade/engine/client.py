"""The coordinator's hold on one engine: start it for a course, give it notebooks, get result documents."""

import os
import socket
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sealgrade import errors
from sealgrade.engine import channel, meters
from sealgrade.engine.limits import Limits
from sealgrade.errors import MachineError, SealgradeError
from sealgrade.results import NotebookResult

NOWHERE = "/proc/nonexistent"  # a home that not even root can make: what libraries would leave there, or read, stays away
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "TZ")


def cache() -> Path:
    """Where the list of fonts is kept from one engine to the next: finding them takes seconds. Nothing else goes there."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(home) / "sealgrade"


@dataclass
class Setup:
    """What an engine needs to know of a course. Paths are absolute."""

    course: Path
    tests: list[Path]
    packages: list[Path]
    preload: list[str]
    limits: Limits = field(default_factory=Limits)
    profile: str = "auto"
    trust: bool = False
    number: int = 0

    def message(self) -> dict[str, Any]:
        return {
            "course": str(self.course), "tests": [str(path) for path in self.tests],
            "packages": [str(path) for path in self.packages], "preload": self.preload, "limits": asdict(self.limits),
            "profile": self.profile, "trust": self.trust, "number": self.number,
        }  # fmt: skip


@dataclass
class Task:
    """One notebook of one submission. `identity`: the bytes its seed is drawn from.

    Each of `exercises` is {"id", "points", "rule"}, and "only" with names of tests where not all of them are to run.
    """

    notebook: str
    cells: list[tuple[int, str]]
    exercises: list[dict[str, Any]]
    identity: bytes
    files: list[tuple[str, bytes]] = field(default_factory=list)
    limits: Limits | None = None


class Lane:
    """One way into an engine: a zygote and a service of its own. Of two lanes each can grade while the other one does."""

    def __init__(self, engine: "Engine", sock: socket.socket) -> None:
        self.engine, self.sock = engine, sock
        self.hello: dict[str, Any] = {}
        self.tests: list[dict[str, Any]] = []

    def begin(self) -> None:
        self.hello = self.read()
        self.tests = self.read()["tests"]

    def read(self) -> dict[str, Any]:
        try:
            answer, _ = channel.receive(self.sock)
        except (channel.Closed, OSError):
            raise MachineError(f"The engine ended. {self.engine.last_words()}", "Run `sealgrade doctor`.") from None
        if "error" in answer:
            kind = getattr(errors, answer["error"], SealgradeError)
            raise kind(answer["message"], answer["hint"])
        return dict(answer)

    def grade(self, task: Task) -> NotebookResult:
        """Grade one notebook. Raises CourseError or MachineError, never for what a submission does."""
        limits = task.limits or self.engine.setup.limits
        message = {
            "notebook": task.notebook, "cells": task.cells, "exercises": task.exercises, "identity": task.identity,
            "files": task.files, "limits": asdict(limits),
        }  # fmt: skip
        try:
            channel.send(self.sock, message)
        except OSError:
            raise MachineError(f"The engine ended. {self.engine.last_words()}", "Run `sealgrade doctor`.") from None
        result = NotebookResult.model_validate_json(self.read()["result"])
        result.guarantees = self.hello["guarantees"]
        return result

    def close(self) -> None:
        try:
            self.sock.shutdown(socket.SHUT_RDWR)  # wakes a thread that waits here; closing alone does not
        except OSError:
            pass  # the other end has gone
        self.sock.close()
        if folder := self.hello.get("folder"):
            meters.remove(folder)  # an engine that was killed could not do it itself


class Engine:
    """A running engine. Use as a context manager, or call `close`. `lanes`: how many notebooks it can grade side by side."""

    def __init__(self, setup: Setup, lanes: int = 1) -> None:
        self.setup = setup
        pairs = [socket.socketpair() for _ in range(lanes)]
        self.lanes = [Lane(self, ours) for ours, _ in pairs]
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the engine
        environment = {key: os.environ[key] for key in KEPT_VARIABLES if key in os.environ}
        environment |= {
            "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",  # huge pages: half the page faults of a short life
            "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": "",
            "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "HOME": NOWHERE,
            "MPLBACKEND": "agg", "MPLCONFIGDIR": str(cache() / "matplotlib"),
        }  # fmt: skip
        numbers = [theirs.fileno() for _, theirs in pairs]
        self.process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-m", "sealgrade.engine.stem", *map(str, numbers)],
            pass_fds=numbers, env=environment, cwd="/", stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
        )  # fmt: skip
        for _, theirs in pairs:
            theirs.close()
        try:
            channel.send(pairs[0][0], setup.message())
            for lane in self.lanes:
                lane.begin()
        except BaseException:
            self.close()
            raise

    @property
    def hello(self) -> dict[str, Any]:
        return self.lanes[0].hello

    @property
    def tests(self) -> list[dict[str, Any]]:
        return self.lanes[0].tests

    def grade(self, task: Task) -> NotebookResult:
        """Grade one notebook in the first lane."""
        return self.lanes[0].grade(task)

    def alive(self) -> bool:
        return self.process.poll() is None

    def last_words(self) -> str:
        if self.log.closed:
            return ""
        self.log.seek(0)
        return self.log.read()[-1500:].decode(errors="replace").strip()

    def close(self) -> None:
        for lane in self.lanes:
            lane.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
