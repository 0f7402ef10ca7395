"""Run attacks against a real engine under each profile: `python profiles.py PROFILE`, then one JSON request per line.

    full         as we are: root
    user         an ordinary user, with user namespaces
    docker-root  root as Docker starts it: its default seccomp profile and its 14 capabilities
    docker-user  an ordinary user under the same seccomp profile: no namespaces of any kind
    docker-old   docker-root on a kernel without Landlock

Imitated are system calls and capabilities; not a real container's mounts, its AppArmor profile or its process numbers.

The interpreter or the clone may lie below a folder that only root may enter. A profile with another user first makes a
private view of such folders in which nothing but the interpreter, its environment and the clone is reachable.
"""

import ctypes
import glob
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sealgrade.engine import confine, linux, view
from sealgrade.engine.client import Engine, Setup, Task
from sealgrade.engine.sandbox import Limits
from sealgrade.errors import SealgradeError

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
PROFILES = ("full", "user", "docker-root", "docker-user")
EXPECTED = {"full": "full", "user": "user", "docker-root": "docker-root", "docker-user": "user", "docker-old": "docker-root"}
FIRST_ORDINARY, ORDINARY = 20_000, 30_000  # users of the profiles that are not root: below the engines' own
CAPABILITIES = (
    "chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service net_raw sys_chroot mknod audit_write setfcap"
).split()
LIMITS = Limits(cell_s=1.5, call_s=1.0, notebook_s=20.0, memory_mib=1200, output_mib=8, disk_mib=64, file_mib=32)
SECRET = "a-hidden-value-9417"
HIDDEN = f'''
import pytest, torch
SECRET = "{SECRET}"

@pytest.mark.hint("Add one.")
def test_f_adds_one(student, seed):
    """f adds one to every element."""
    x = torch.randn(2, 3, generator=torch.Generator().manual_seed(seed))
    call = student.call("f", x)
    assert hasattr(call.value, "shape") and tuple(call.value.shape) == (2, 3), f"not a tensor of shape (2, 3): {{call.text}}"
    assert torch.equal(torch.as_tensor(call.value).float(), x + 1), f"not x + 1: {{call.text}}"

def test_g_counts(student):
    """g gives the number of elements."""
    assert student.g(torch.zeros(2, 5)) == 10, "not 10"

'''
LOOT = '''
import pytest

@pytest.mark.limit(8)
def test_what_comes_back(student):
    """What could be read comes back as text, which is how the tests of this engine see it."""
    text = student.loot()
    raise AssertionError(str(text)[:1400])
'''
HONEST_F, HONEST_G = "def f(x): return x + 1", "def g(x): return x.numel()"


# -- entering a profile, as root


def docker_filter(landlock: bool):
    import pyseccomp as sc

    operators = {
        "SCMP_CMP_" + name: getattr(sc, name) for name in ("LT", "EQ", "MASKED_EQ", "NE", "GT", "GE", "LE")
    }  # fmt: skip
    profile = json.loads((HERE / "data" / "docker-default-seccomp.json").read_text())
    have, arch = {"CAP_" + name.upper() for name in CAPABILITIES}, {"x86_64": "amd64", "aarch64": "arm64"}[os.uname().machine]
    rules = sc.SyscallFilter(sc.ERRNO(profile["defaultErrnoRet"]))
    rules.set_attr(sc.Attr.CTL_NNP, 0)
    for rule in profile["syscalls"]:
        wanted, unwanted = rule.get("includes", {}), rule.get("excludes", {})
        if arch not in wanted.get("arches", [arch]) or not set(wanted.get("caps", [])) <= have or set(unwanted.get("caps", [])) & have:
            continue
        action = sc.ALLOW if rule["action"] == "SCMP_ACT_ALLOW" else sc.ERRNO(rule.get("errnoRet", 1))
        arguments = [
            sc.Arg(a["index"], operators[a["op"]], a["value"], *([a.get("valueTwo", 0)] if a["op"] == "SCMP_CMP_MASKED_EQ" else []))
            for a in rule.get("args") or []
        ]
        for name in rule["names"]:
            if name.startswith("landlock") and not landlock:
                continue
            try:
                rules.add_rule(action, name, *arguments)
            except (RuntimeError, ValueError, OSError):
                continue  # a name that this libseccomp does not know
    return rules


def enter(profile: str) -> None:
    """Become what `profile` says; returns only to exec again."""
    import pyprctl

    if profile == "full":
        return
    view.open_to_all([Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), REPOSITORY])
    if profile.startswith("docker"):
        docker_filter(landlock=profile != "docker-old").load()
        for capability in set(pyprctl.Cap) - {getattr(pyprctl.Cap, name.upper()) for name in CAPABILITIES}:
            pyprctl.capbset.drop(capability)
    if profile == "docker-old":
        os.umask(0o077)  # what root makes below its home here would be open to all: the view has no closed home
    if profile in ("user", "docker-user"):
        confine.switch_uid(FIRST_ORDINARY + os.getpid() % ORDINARY)  # its own: the limit of processes counts all that a user has
        pyprctl.CapState(effective=set(), permitted=set(), inheritable=set()).set_current()


def unavailable(profile: str) -> str:
    """Why a profile cannot be had here; '' when it can."""
    if sys.platform != "linux":
        return "only Linux confines"
    if os.geteuid() != 0:
        return "" if profile == "user" else "not root"
    if profile == "full":
        return ""
    child = subprocess.run([sys.executable, "-P", __file__, profile, "probe"], capture_output=True, text=True)
    return "" if child.returncode == 0 else child.stderr.strip()[-300:]


# -- serving attacks


def children_of(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            found += map(int, Path(f"/proc/{pid}/task/{thread}/children").read_text().split())
    except OSError:
        pass  # ended meanwhile
    return found


def processes_below(pid: int) -> list[int]:
    return [process for child in children_of(pid) for process in (child, *processes_below(child))]


def of_workers(users: range) -> list[str]:
    """Files of the workers' users where everybody may write; and what of them lies in an engine's own folder."""
    places = [place for place in ("/tmp", "/dev/shm", "/var/tmp", *glob.glob("/tmp/sealgrade-*")) if os.access(place, os.R_OK)]
    return sorted(path for place in places for path in glob.glob(f"{place}/*") if _owner(path) in users)


def _owner(path: str) -> int:
    try:
        return os.lstat(path).st_uid
    except OSError:
        return -1  # gone meanwhile


class Range:
    """One engine and what it stands on: a course with a hidden test, and things that student code must not reach."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="course-"))
        self.tests = [self.folder / "tests" / name for name in ("test_arithmetic.py", "test_loot.py")]
        self.tests[0].parent.mkdir()
        for place, text in zip(self.tests, (HIDDEN, LOOT), strict=True):
            place.write_text(text)
        for name in ("gradebook.db", "solutions.py", "other.ipynb", "course.toml"):
            (self.folder / name).write_text(SECRET)
        os.environ["SEALGRADE_SECRET"] = SECRET
        os.putenv("SEALGRADE_SECRET", SECRET)
        self.server = socket.create_server(("127.0.0.1", 0))
        self.abstract = socket.socket(socket.AF_UNIX)
        self.name = f"\0attack-{secrets.token_hex(6)}"
        self.abstract.bind(self.name)
        self.abstract.listen(1)
        self.engine = self.start()

    def start(self) -> Engine:
        modules = ["numpy", "torch", "matplotlib.pyplot"]
        engine = Engine(Setup(self.folder, self.tests, [REPOSITORY / "src" / "pixelgrad"], modules, limits=LIMITS))
        self.at_rest = set(processes_below(engine.process.pid))
        self.users = range(*engine.hello["users"])
        self.files_at_rest = of_workers(self.users)
        return engine

    def facts(self) -> dict:
        """What an attacker is told, to make it hard: everything's place."""
        return {
            "course": str(self.folder), "hidden": str(self.tests[0]), "grader": self.engine.process.pid, "me": os.getpid(),
            "below": processes_below(self.engine.process.pid), "port": self.server.getsockname()[1], "abstract": self.name,
            "repository": str(REPOSITORY),
        }  # fmt: skip

    def run(self, cells: list[str], files: dict[str, str], loot: bool = False, limits: dict | None = None) -> dict:
        names = {"f": "test_f_adds_one", "g": "test_g_counts"} | ({"loot": "test_what_comes_back"} if loot else {})
        exercises = [{"id": "arithmetic", "points": 2.0, "rule": "proportional"}]
        exercises += [{"id": "loot", "points": 0.0, "rule": "proportional"}] if loot else []
        task = Task(
            "nb", list(enumerate(cells)), exercises, repr(cells).encode(),
            [(name, text.encode()) for name, text in files.items()], Limits(**{**vars(LIMITS), **(limits or {})}),
        )  # fmt: skip
        start = time.perf_counter()
        result = self.engine.grade(task)
        tests = {test.name: test for exercise in result.exercises for test in exercise.tests}
        return {
            "tests": {key: tests[name].model_dump() for key, name in names.items()}, "notes": result.notes,
            "cells": {cell.index: cell.model_dump() for cell in result.cells}, "score": result.score,
            "seconds": time.perf_counter() - start, "peak_mib": result.peak_mib,
        }  # fmt: skip

    def left(self, seconds: float = 2.0) -> list[str]:
        """What is still there of the last submission: processes and files. Killed ones may take a moment to go."""
        end = time.monotonic() + seconds
        while True:
            odd = set(processes_below(self.engine.process.pid)) ^ self.at_rest
            found = [f"process {pid}" for pid in odd] + [path for path in of_workers(self.users) if path not in self.files_at_rest]
            if not found or time.monotonic() > end:
                return found
            time.sleep(0.02)

    def attack(self, request: dict) -> dict:
        cells = [f"FACTS = {self.facts()!r}", HONEST_F, HONEST_G, *request["cells"]]
        outcome = self.run(cells, request.get("files", {}), request.get("loot", False), request.get("limits"))
        outcome["left"] = self.left()
        honest = self.run([HONEST_F, HONEST_G], {})
        outcome["honest"] = {key: test["outcome"] for key, test in honest["tests"].items()}
        return outcome

    def close(self) -> None:
        self.engine.close()
        self.server.close()
        self.abstract.close()
        shutil.rmtree(self.folder)


def serve(channel) -> None:
    try:
        field = Range()
        answer = {"hello": field.engine.hello, "uid": os.geteuid()}
    except SealgradeError as error:
        print(json.dumps({"error": f"{error.message} {error.hint}"}), file=channel, flush=True)
        return
    print(json.dumps(answer), file=channel, flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = getattr(field, request.pop("do"))(**request) if "do" in request else field.attack(request)
        except Exception as error:  # noqa: BLE001 - told to the test that asked
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=channel, flush=True)
    field.close()


def main() -> None:
    profile, action = sys.argv[1], sys.argv[2]
    if action == "serve":
        serve(os.fdopen(os.dup(1), "w"))
        return
    enter(profile)
    environment = {key: value for key, value in os.environ.items() if key != "HOME"}
    code = [sys.executable, "-P", "-c", "import torch"] if action == "probe" else [sys.executable, "-P", __file__, profile, "serve"]
    if action == "probe":
        code[-1] = f"import sealgrade, sys; open({str(HERE / 'profiles.py')!r})"
    ctypes.CDLL(None).prctl(linux.PR_SET_PDEATHSIG, 9, 0, 0, 0)
    os.execve(code[0], code, environment)


if __name__ == "__main__":
    main()
