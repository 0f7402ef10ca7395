"""The stem after it has forked the zygote: self-test, collection of the hidden tests, then one judge per task."""

import contextlib
import gc
import os
import pwd
import secrets
import select
import signal
import socket
import sys
import tempfile
import time
import traceback
from typing import Any

import pytest

from sealgrade.engine import canary, channel, client, linux, meters, plugin, selftest
from sealgrade.engine.judge import Judge, exercise_of, mark_of
from sealgrade.engine.link import AGAIN, ZygoteLink, ended
from sealgrade.engine.policy import FIRST_UID
from sealgrade.engine.sandbox import Limits, Worker
from sealgrade.errors import CourseError, MachineError, SealgradeError
from sealgrade.results import NotebookResult

USERS, SLOTS = 50, 100  # users per engine, engines per machine


class Service:
    """Serves one coordinator over `sock`; `link` leads to the zygote."""

    def __init__(self, sock: socket.socket, link: ZygoteLink, setup: dict[str, Any]) -> None:
        self.sock, self.link, self.setup = sock, link, setup
        self.count = 0
        self.claim, slot = claim_users(setup["number"])
        self.first_uid = FIRST_UID + slot * USERS
        self.folder = tempfile.mkdtemp(prefix="sealgrade-")
        os.chmod(self.folder, 0o711)

    def run(self) -> None:
        try:
            report = self.self_test()
            self.send({"hello": True, "policy": self.link.policy, **report})
            if self.setup["tests"]:
                self.collect()
            else:
                self.loop([])
        except SealgradeError as error:
            self.send({"error": type(error).__name__, "message": error.message, "hint": error.hint})
        except OSError:
            traceback.print_exc()  # the coordinator has gone
        finally:
            meters.remove(self.folder)

    def let_go(self) -> None:
        """Close this process's ends of a lane that a fork serves."""
        for sock in (self.sock, self.link.control, self.claim):
            sock.close()

    def send(self, message: dict[str, Any]) -> None:
        channel.send(self.sock, message)

    # -- confinement

    def place(self) -> tuple[int, str]:
        """Uid and scratch folder of the next worker. With namespaces the folder is not used."""
        self.count += 1
        uid = self.first_uid + self.count % USERS
        folder = os.path.join(self.folder, f"w{self.count}")
        os.mkdir(folder, 0o700)
        if self.link.policy["uid"]:
            os.chown(folder, uid, uid)
        return uid, folder

    def self_test(self) -> dict[str, Any]:
        """Try the forbidden acts with two workers. Raises MachineError when a guarantee does not hold."""
        if self.link.policy["profile"] == "none":
            return {"guarantees": {}, "layers": [], "reported": list(selftest.REPORTED), "users": [0, 0], "folder": self.folder}
        limits, (uid, mine), (other, theirs) = Limits(**self.setup["limits"]), self.place(), self.place()
        name = secrets.token_hex(8)
        with contextlib.ExitStack() as stack:
            server = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            abstract = stack.enter_context(socket.socket(socket.AF_UNIX))
            abstract.bind("\0" + name)
            abstract.listen(1)
            place = os.path.join(self.folder, "socket")
            unix = stack.enter_context(socket.socket(socket.AF_UNIX))
            unix.bind(place)
            unix.listen(1)
            os.chmod(place, 0o777)
            sibling = Worker(self.link, limits, 0, other, theirs)
            worker = Worker(self.link, limits, 0, uid, mine)
            targets = {
                "hidden": self.hidden_file(), "course": self.setup["course"], "home": self.at_home(),
                "grader": os.getpid(), "zygote": self.setup["zygote"], "sibling": sibling.outer_pid, "port": server.getsockname()[1],
                "abstract": name, "sibling_scratch": sibling.scratch, "processes": limits.rlimits(not self.link.policy["uid"])["NPROC"],
                "outside": os.path.join(self.setup["course"], ".sealgrade-selftest"), "shared": not self.link.policy["namespaces"],
                "own_uid": self.link.policy["uid"], "unix": place,
            }  # fmt: skip
            results = worker.request({"do": "selftest", "targets": targets}, 30.0)
            broken = selftest.judge(results, selftest.tolerated(self.link.policy))
            layers = worker.layers
            worker.close()
            canary.sing(sibling)
        for guarantee, acts in broken.items():
            if acts:
                raise MachineError(
                    f"Not confined: a worker managed to {', '.join(acts)}. So this does not hold: {guarantee}. "
                    f"Layers: {', '.join(layers)}; missing: {self.link.policy['missing']}.",
                    selftest.REMEDIES[guarantee],
                )
        users = [self.first_uid, self.first_uid + USERS]
        return {"guarantees": broken, "layers": layers, "reported": selftest.reported(results), "users": users, "folder": self.folder}

    def hidden_file(self) -> str:
        tests = self.setup["tests"]
        return str(tests[0]) if tests else os.path.join(self.setup["course"], "course.toml")

    def at_home(self) -> str:
        """Something in the grader's home that no worker needs, if there is anything."""
        home = pwd.getpwuid(os.getuid()).pw_dir if has_entry(os.getuid()) else client.NOWHERE
        needed = self.link.policy["readable"]
        try:
            places = [entry.path for entry in os.scandir(home)]
        except OSError:
            return home
        return next((place for place in places if not any(path.startswith(place) for path in needed)), client.NOWHERE)

    # -- hidden tests

    def collect(self) -> None:
        arguments = [
            *self.setup["tests"], "-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:logging", "-p", "no:warnings",
            "-p", "sealgrade.engine.plugin", "--import-mode=importlib", "--assert=plain", "--capture=no", "--strict-markers",
            "-c", os.devnull, "--rootdir", os.path.dirname(self.setup["tests"][0]), "--noconftest",
        ]  # fmt: skip
        served: list[bool] = []
        unheeded: list[str] = []
        catcher = CollectionErrors()

        def loop(items: list[pytest.Item]) -> None:
            served.append(True)
            if catcher.errors:
                raise CourseError(f"The hidden tests cannot be collected: {catcher.errors[0]}", "Mend the test file.")
            unheeded.extend(plugin.unheeded(items))
            if not unheeded:
                self.loop(items)

        pytest.main(arguments, plugins=[plugin.ServicePlugin(loop), catcher])
        if catcher.errors:
            raise CourseError(f"The hidden tests cannot be collected: {catcher.errors[0]}", "Mend the test file.")
        if unheeded:
            raise CourseError(f"{unheeded[0]} would give no result.", "Hidden tests must neither be skipped nor expected to fail.")
        if not served:
            raise CourseError("pytest did not start.", "Run pytest on the hidden tests by hand to see why.")

    def loop(self, items: list[pytest.Item]) -> None:
        self.send({"tests": plugin.catalogue(items)})
        gc.collect()
        gc.freeze()  # else every judge walks over, and so copies, all that its collector sees
        while True:
            try:
                task, _ = channel.receive(self.sock)
            except channel.Closed:
                return
            self.sock.sendall(self.in_a_child(task, items))

    def in_a_child(self, task: dict[str, Any], items: list[pytest.Item]) -> bytes:
        """Fork a judge; the frame it wrote, or one that says why there is none."""
        uid, scratch = self.place()
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reader)
            linux.keep_heap()
            try:
                answer = channel.frame(self.judge({**task, "uid": uid}, items, scratch))
                with os.fdopen(writer, "wb") as pipe:
                    pipe.write(answer)
            except BaseException:  # noqa: BLE001 - the parent reports that nothing came
                traceback.print_exc()
            finally:
                os._exit(0)
        os.close(writer)
        limit = longest(task, items)
        data = read_all(reader, limit)
        if data is None:
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if data and len(data) == 4 + int.from_bytes(data[:4], "big"):
            meters.remove(scratch)
            return data
        self.link.renew(self.count)
        self.link.ask({"do": "reset"})
        meters.remove(scratch)
        reason = f"took more than {limit:g} s" if data is None else f"ended early: {ended(status)}"
        return channel.frame({"error": "MachineError", "message": f"Grading this notebook {reason}.", "hint": AGAIN})

    def judge(self, task: dict[str, Any], items: list[pytest.Item], scratch: str) -> dict[str, Any]:
        start = time.perf_counter()
        self.link.renew(self.count)
        try:
            result: NotebookResult = Judge(self.link, task, scratch).grade(items)
            return {"result": result.model_dump_json(), "seconds": time.perf_counter() - start}
        except SealgradeError as error:
            return {"error": type(error).__name__, "message": error.message, "hint": error.hint}
        except Exception as error:  # noqa: BLE001 - a fault of ours: no score, and the traceback in the log
            traceback.print_exc()
            return {"error": "MachineError", "message": f"Grading stopped: {error!r}", "hint": AGAIN}


def longest(task: dict[str, Any], items: list[pytest.Item]) -> float:
    """Seconds that one judge may take: generous, and only there so that nothing ever stalls a run."""
    limits = Limits(**task["limits"])
    names = {exercise["id"] for exercise in task["exercises"]}
    tests = [item for item in items if exercise_of(item) in names]
    return 60 + 3 * limits.notebook_s + sum(30 + 20 * float(mark_of(item, "limit", limits.call_s)) for item in tests)


def read_all(fd: int, limit: float) -> bytes | None:
    """Everything from a pipe until its end; None when the end does not come within `limit` seconds."""
    data, end = bytearray(), time.monotonic() + limit
    with os.fdopen(fd, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], max(0.0, end - time.monotonic()))[0]:
            more = pipe.read(1 << 20)
            if not more:
                return bytes(data)
            data += more
    return None


def claim_users(first: int) -> tuple[socket.socket, int]:
    """A block of users for this engine's workers alone: two engines with the same users could kill each other's workers.

    The claim is an abstract socket: seen by every engine on the machine, and gone with the process that holds it.
    """
    for slot in range(first, first + SLOTS):
        claim = socket.socket(socket.AF_UNIX)
        try:
            if sys.platform == "linux":
                claim.bind(f"\0sealgrade-users-{slot % SLOTS}")
            return claim, slot % SLOTS
        except OSError:
            claim.close()
    raise MachineError("Too many engines are running on this machine.", "Wait until some have ended.")


def has_entry(uid: int) -> bool:
    return any(entry.pw_uid == uid for entry in pwd.getpwall())


class CollectionErrors:
    """Remembers why a test file could not be collected."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(f"{report.nodeid}: {str(report.longrepr)[-600:]}")
