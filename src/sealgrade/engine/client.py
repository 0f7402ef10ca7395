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


class Engine:
    """A running engine. Use as a context manager, or call `close`."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        ours, theirs = socket.socketpair()
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the engine
        environment = {key: os.environ[key] for key in KEPT_VARIABLES if key in os.environ}
        environment |= {
            "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": "",
            "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "HOME": NOWHERE,
            "MPLBACKEND": "agg", "MPLCONFIGDIR": str(cache() / "matplotlib"),
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-m", "sealgrade.engine.stem", str(theirs.fileno())],
            pass_fds=[theirs.fileno()], env=environment, cwd="/", stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
        )  # fmt: skip
        theirs.close()
        self.sock = ours
        try:
            channel.send(ours, setup.message())
            self.hello = self._read()
            self.tests: list[dict[str, Any]] = self._read()["tests"]
        except BaseException:
            self.close()
            raise

    def _read(self) -> dict[str, Any]:
        try:
            answer, _ = channel.receive(self.sock)
        except (channel.Closed, OSError):
            raise MachineError(f"The engine ended. {self.last_words()}", "Run `sealgrade doctor`.") from None
        if "error" in answer:
            kind = getattr(errors, answer["error"], SealgradeError)
            raise kind(answer["message"], answer["hint"])
        return dict(answer)

    def last_words(self) -> str:
        self.log.seek(0)
        return self.log.read()[-1500:].decode(errors="replace").strip()

    def grade(self, task: Task) -> NotebookResult:
        """Grade one notebook. Raises CourseError or MachineError, never for what a submission does."""
        limits = task.limits or self.setup.limits
        message = {
            "notebook": task.notebook, "cells": task.cells, "exercises": task.exercises, "identity": task.identity,
            "files": task.files, "limits": asdict(limits),
        }  # fmt: skip
        channel.send(self.sock, message)
        result = NotebookResult.model_validate_json(self._read()["result"])
        result.guarantees = self.hello["guarantees"]
        return result

    def close(self) -> None:
        self.sock.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        if folder := getattr(self, "hello", {}).get("folder"):
            meters.remove(folder)  # an engine that was killed could not do it itself

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
