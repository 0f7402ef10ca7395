"""The platform on this machine: its folders below a temporary one, its root without namespaces, and what a student then sees."""

import json
import os
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
import venv
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from shutil import copy, copytree, ignore_patterns
from typing import Any

import psutil

from sealgrade.engine import policy, view
from sealgrade.errors import CourseError, MachineError

PROFILE = "docker-root" if os.geteuid() == 0 else "auto"  # as there: uid, Landlock, seccomp, limits; no namespaces


@dataclass
class Run:
    """What a dry run gave. `results`: None when there was no results.json. `memory_mb`: the largest sum of PSS."""

    results: dict[str, Any] | None
    stdout: str
    seconds: float
    memory_mb: float


def run(autograder: bytes, submission: Path, profile: str = PROFILE, about: dict[str, Any] | None = None) -> Run:
    """Grade a folder, a zip or a notebook as the platform would. `about`: submission_metadata.json, else one that is in time."""
    if not submission.exists():
        raise CourseError(f"There is no {submission}.", "Name a folder, a zip or a notebook.")
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        root = Path(folder) / "autograder"
        Path(folder).chmod(0o755)
        lay_out(root, autograder, submission, about or in_time())
        python = install(Path(folder) / "python", root / "source" / "wheels")
        environment = {**os.environ, "SEALGRADE_ROOT": str(root), "SEALGRADE_PYTHON": str(python), "SEALGRADE_PROFILE": profile}
        start = time.monotonic()
        with (root / "results" / "stdout").open("w+") as stdout:
            command = [sys.executable, "-P", "-m", "sealgrade.gradescope.dryrun", str(root / "source" / "run_autograder")]
            process = subprocess.Popen(command, env=environment, cwd=root, stdout=stdout, stderr=stdout)
            meter = Meter(process.pid)
            process.wait()
            memory = meter.stop()
            stdout.seek(0)
            said = stdout.read()
        path = root / "results" / "results.json"
        results = json.loads(path.read_text("utf-8")) if path.is_file() else None
        return Run(results, said, time.monotonic() - start, memory)


def lay_out(root: Path, autograder: bytes, submission: Path, about: dict[str, Any]) -> None:
    """/autograder as the platform makes it: the zip in source, the hand-in in submission (a zip is unpacked there)."""
    for name in ("source", "submission", "results"):
        (root / name).mkdir(parents=True)
    with zipfile.ZipFile(BytesIO(autograder)) as archive:
        archive.extractall(root / "source")
    place = root / "submission"
    if submission.is_dir():
        copytree(submission, place, dirs_exist_ok=True, symlinks=True, ignore=ignore_patterns("checks", "*.whl", ".ipynb_checkpoints"))
    else:
        copy(submission, place)
    (root / "submission_metadata.json").write_text(json.dumps(about))


def install(place: Path, wheels: Path) -> Path:
    """What setup.sh does, without a network: a Python whose packages are the zip's wheel and, below it, those of this one."""
    venv.create(place, symlinks=True)
    where = {"base": str(place), "platbase": str(place)}
    packages = Path(sysconfig.get_path("purelib", "venv", where))
    for wheel in wheels.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages)
    (packages / "below.pth").write_text("\n".join(policy.installed()) + "\n")  # read as a path alone: its own .pth files are not
    return Path(sysconfig.get_path("scripts", "venv", where)) / "python"


def in_time() -> dict[str, Any]:
    now = datetime.now(UTC)
    return {
        "id": 1, "created_at": now.isoformat(), "previous_submissions": [],
        "assignment": {"due_date": (now + timedelta(days=1)).isoformat(), "total_points": "0.0"},
        "users": [{"email": "student@example.com", "id": 1, "name": "A student"}],
    }  # fmt: skip


class Meter:
    """The largest sum of PSS over a process and all below it, looked at five times a second."""

    def __init__(self, pid: int) -> None:
        self.process, self.largest, self.over = psutil.Process(pid), 0.0, threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self) -> None:
        while not self.over.wait(0.2):
            total = 0
            try:
                family = [self.process, *self.process.children(recursive=True)]
            except psutil.Error:
                continue
            for one in family:
                try:
                    total += one.memory_full_info().pss
                except psutil.Error:
                    continue
            self.largest = max(self.largest, total / 1e6)

    def stop(self) -> float:
        self.over.set()
        self.thread.join()
        return self.largest


def require(found: Run) -> dict[str, Any]:
    """The results, or a MachineError with what the autograder said."""
    if found.results is None:
        raise MachineError(
            f"The autograder wrote no results: {found.stdout.strip()[-600:]}", "Run `sealgrade doctor --profile docker-root`."
        )
    return found.results


def start(script: str) -> None:
    """Become run_autograder. As root, with the interpreter where every user may read it, as it is on the platform."""
    if os.geteuid() == 0:
        view.open_to_all([Path(place).resolve() for place in (sys.base_prefix, *policy.installed())])
    os.execvp("bash", ["bash", script])


if __name__ == "__main__":
    start(sys.argv[1])
