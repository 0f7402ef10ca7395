"""The stem after it has forked the zygote: self-test, collection of the hidden tests, then one judge per task."""

import contextlib
import os
import secrets
import shutil
import socket
import tempfile
import time
import traceback
from typing import Any

import pytest

from sealgrade.engine import channel, plugin, selftest
from sealgrade.engine.judge import Judge
from sealgrade.engine.policy import FIRST_UID
from sealgrade.engine.sandbox import Limits, Worker, ZygoteLink
from sealgrade.errors import CourseError, MachineError, SealgradeError
from sealgrade.results import NotebookResult


class Service:
    """Serves one coordinator over `sock`; `link` leads to the zygote."""

    def __init__(self, sock: socket.socket, link: ZygoteLink, setup: dict[str, Any]) -> None:
        self.sock, self.link, self.setup = sock, link, setup
        self.count = 0
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
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def send(self, message: dict[str, Any]) -> None:
        channel.send(self.sock, message)

    # -- confinement

    def place(self) -> tuple[int, str]:
        """Uid and scratch folder of the next worker. With namespaces the folder is not used."""
        self.count += 1
        uid = FIRST_UID + self.setup["number"] * 50 + self.count % 50
        folder = os.path.join(self.folder, f"w{self.count}")
        os.mkdir(folder, 0o700)
        if self.link.policy["uid"]:
            os.chown(folder, uid, uid)
        return uid, folder

    def self_test(self) -> dict[str, Any]:
        """Try the forbidden acts with two workers. Raises MachineError when a guarantee does not hold."""
        if self.link.policy["profile"] == "none":
            return {"guarantees": {}, "layers": []}
        limits, (uid, mine), (other, theirs) = Limits(**self.setup["limits"]), self.place(), self.place()
        name = secrets.token_hex(8)
        with contextlib.ExitStack() as stack:
            server = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            abstract = stack.enter_context(socket.socket(socket.AF_UNIX))
            abstract.bind("\0" + name)
            abstract.listen(1)
            sibling = Worker(self.link, limits, 0, other, theirs)
            worker = Worker(self.link, limits, 0, uid, mine)
            targets = {
                "hidden": self.hidden_file(), "course": self.setup["course"], "home": os.path.expanduser("~"),
                "grader": os.getpid(), "zygote": self.setup["zygote"], "sibling": sibling.outer_pid, "port": server.getsockname()[1],
                "abstract": name, "sibling_scratch": sibling.scratch, "processes": limits.rlimits(not self.link.policy["uid"])["NPROC"],
                "outside": os.path.join(self.setup["course"], ".sealgrade-selftest"), "shared": not self.link.policy["namespaces"],
            }  # fmt: skip
            broken = selftest.judge(worker.request({"do": "selftest", "targets": targets}, 30.0))
            layers = worker.layers
            worker.close()
            sibling.close()
        for guarantee, acts in broken.items():
            if acts:
                raise MachineError(
                    f"Not confined: a worker managed to {', '.join(acts)}. So this does not hold: {guarantee}. "
                    f"Layers: {', '.join(layers)}; missing: {self.link.policy['missing']}.",
                    selftest.REMEDIES[guarantee],
                )
        return {"guarantees": broken, "layers": layers}

    def hidden_file(self) -> str:
        tests = self.setup["tests"]
        return str(tests[0]) if tests else os.path.join(self.setup["course"], "course.toml")

    # -- hidden tests

    def collect(self) -> None:
        arguments = [
            *self.setup["tests"], "-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:logging", "-p", "no:warnings",
            "-p", "sealgrade.engine.plugin", "--import-mode=importlib", "--assert=plain", "--capture=no", "--strict-markers",
            "-c", os.devnull, "--rootdir", os.path.dirname(self.setup["tests"][0]), "--noconftest",
        ]  # fmt: skip
        served = []
        catcher = CollectionErrors()

        def loop(items: list[pytest.Item]) -> None:
            served.append(True)
            if catcher.errors:
                raise CourseError(f"The hidden tests cannot be collected: {catcher.errors[0]}", "Mend the test file.")
            self.loop(items)

        pytest.main(arguments, plugins=[plugin.ServicePlugin(loop), catcher])
        if catcher.errors:
            raise CourseError(f"The hidden tests cannot be collected: {catcher.errors[0]}", "Mend the test file.")
        if not served:
            raise CourseError("pytest did not start.", "Run pytest on the hidden tests by hand to see why.")

    def loop(self, items: list[pytest.Item]) -> None:
        self.send({"tests": plugin.catalogue(items)})
        while True:
            try:
                task, _ = channel.receive(self.sock)
            except channel.Closed:
                return
            self.sock.sendall(self.in_a_child(task, items))

    def in_a_child(self, task: dict[str, Any], items: list[pytest.Item]) -> bytes:
        """Fork a judge; the frame it wrote, or one that says that it did not."""
        uid, scratch = self.place()
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reader)
            try:
                data = channel.frame(self.judge({**task, "uid": uid}, items, scratch))
                with os.fdopen(writer, "wb") as pipe:
                    pipe.write(data)
            except BaseException:  # noqa: BLE001 - the parent reports that nothing came
                traceback.print_exc()
            finally:
                os._exit(0)
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            data = pipe.read()
        os.waitpid(pid, 0)
        shutil.rmtree(scratch, ignore_errors=True)
        if len(data) < 4 or len(data) != 4 + int.from_bytes(data[:4], "big"):
            return channel.frame({"error": "MachineError", "message": "A judge ended early.", "hint": "Run the command again."})
        return data

    def judge(self, task: dict[str, Any], items: list[pytest.Item], scratch: str) -> dict[str, Any]:
        start = time.perf_counter()
        try:
            result: NotebookResult = Judge(self.link, task, scratch).grade(items)
            return {"result": result.model_dump_json(), "seconds": time.perf_counter() - start}
        except SealgradeError as error:
            return {"error": type(error).__name__, "message": error.message, "hint": error.hint}
        except (OSError, MemoryError) as error:
            return {"error": "MachineError", "message": f"{error!r}", "hint": "Run the command again; finished work is kept."}


class CollectionErrors:
    """Remembers why a test file could not be collected."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(f"{report.nodeid}: {str(report.longrepr)[-600:]}")
