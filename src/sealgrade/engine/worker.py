"""The untrusted side. Runs the notebook's cells, then forks one child per test, which answers that test's calls.

Nothing here can be relied on once a cell has run: student code shares this process and may replace any of it. The grader
believes only what it measures itself: time, memory, bytes, and the values it compares on its own side.
"""

import gc
import importlib
import json
import os
import random
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

from sealgrade.engine import channel, selftest, wire
from sealgrade.engine.calls import perform
from sealgrade.engine.shell import Shell

TEXT = 2000  # characters of a message kept


def seed_everything(seed: int) -> None:
    """Seed random, NumPy (global state and default_rng without a seed) and torch."""
    random.seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(seed % 2**32)
        fresh = numpy.random._generator.default_rng
        numpy.random.default_rng = lambda given=None: fresh(numpy.random.randint(2**31) if given is None else given)
    if torch := sys.modules.get("torch"):
        torch.manual_seed(seed)


def build(spec: wire.Spec) -> Any:
    """A network from its public builder and its state."""
    module, function = spec.builder.split(":")
    network = getattr(importlib.import_module(module), function)(**spec.kwargs)
    network.load_state_dict(spec.state)
    network.train(spec.training)
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(name in spec.trainable)
    return network


def describe(error: BaseException) -> dict[str, str]:
    """An exception as text: type, message, and the student's own line it came from."""
    try:
        message = str(error)[:TEXT]
    except BaseException:  # noqa: BLE001 - a hostile __str__
        message = "(its message could not be printed)"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "ipykernel" in f.filename or "ipython-input" in f.filename]
    where = f"{frames[-1].name}, line {frames[-1].lineno}: {frames[-1].line}" if frames else ""
    return {"type": type(error).__name__[:200], "message": message, "where": where[:TEXT]}


class Answerer:
    """Answers the calls of one test; holds the objects that test got as handles."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names
        self.handles: list[Any] = []

    def keep(self, value: Any) -> wire.Handle:
        self.handles.append(value)
        try:
            text = repr(value)[:200]
        except Exception:  # noqa: BLE001 - a hostile or broken __repr__
            text = "(cannot be printed)"
        return wire.Handle(len(self.handles) - 1, f"{type(value).__module__}.{type(value).__qualname__}", text)

    def revive(self, value: Any) -> Any:
        if type(value) is wire.Spec:
            return build(value)
        if type(value) is wire.Handle:
            return self.handles[value.number]
        if type(value) in (list, tuple, set):
            return type(value)(self.revive(item) for item in value)
        if type(value) is dict:
            return {key: self.revive(item) for key, item in value.items()}
        return value

    def find(self, request: dict[str, Any]) -> Any:
        if "handle" in request:
            target = self.handles[request["handle"]]
            return getattr(target, request["attribute"]) if request["attribute"] else target
        for name in request["names"]:
            if callable(self.names.get(name)):
                return self.names[name]
        return None

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        function = self.find(request)
        if function is None:
            return {"missing": True}
        args = self.revive(wire.decode(request["args"], trusted=True))
        kwargs = self.revive(wire.decode(request["kwargs"], trusted=True))
        options = {"wrt": tuple(request["wrt"]), "times": request["times"], "after": tuple(request["after"])}
        seed_everything(request["seed"])
        try:
            result = perform(function, args, kwargs, **options)
        except BaseException as error:  # noqa: BLE001 - whatever student code raises is an answer
            return {"raised": describe(error)}
        return {"ok": {key: wire.encode(value, self.keep) for key, value in result.items()}}


def serve_test(sock: socket.socket, names: dict[str, Any]) -> None:
    """In a test's own child: answer calls until the grader closes its end."""
    answerer = Answerer(names)
    while True:
        request, _ = channel.receive(sock)
        try:
            answer = answerer.answer(request)
            sys.stdout.flush()
            data = channel.frame({"id": request["id"], **answer})
        except BaseException as error:  # noqa: BLE001 - an answer that cannot be sent is the student's error too
            data = channel.frame({"id": request["id"], "raised": describe(error)})
        sock.sendall(data)


class Leader:
    """The worker's first process: holds the notebook's names and forks a child for each test."""

    def __init__(self, sock: socket.socket, order: dict[str, Any]) -> None:
        self.sock, self.order = sock, order
        self.shell: Shell | None = None

    def do(self, request: dict[str, Any], fds: list[int]) -> Any:
        action = request["do"]
        if action == "put":
            return self.put(request["files"])
        if action == "cell":
            self.shell = self.shell or Shell(self.order["scratch"])
            result = self.shell.run(request["source"])
            return {**result, "outputs": json.dumps(result["outputs"])}
        if action == "test":
            return self.fork(fds[0])
        if action == "signal":
            return os.kill(request["pid"], request["number"])
        if action == "selftest":
            return selftest.attempt(request["targets"])
        raise ValueError(action)

    def put(self, files: list[tuple[str, bytes]]) -> None:
        for name, data in files:
            place = Path(self.order["scratch"]) / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)

    def fork(self, fd: int) -> int:
        gc.freeze()
        pid = os.fork()
        if pid:
            os.close(fd)
            return pid
        try:
            self.sock.close()
            os.setpgid(0, 0)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            serve_test(socket.socket(fileno=fd), self.shell.names if self.shell else {})
        except BaseException:  # noqa: BLE001 - the grader closed the channel, or nothing is left to say
            pass
        finally:
            os._exit(0)

    def serve(self) -> None:
        while True:
            try:
                request, fds = channel.receive(self.sock)
            except KeyboardInterrupt:
                continue  # meant for a cell that has just ended
            try:
                answer = {"ok": self.do(request, fds)}
            except BaseException as error:  # noqa: BLE001 - answered, not raised: this loop must go on
                answer = {"raised": describe(error)}
            channel.send(self.sock, {"id": request["id"], **answer})
            self.reap()

    @staticmethod
    def reap() -> None:
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            pass


def main(sock: socket.socket, order: dict[str, Any], layers: list[str]) -> None:
    """Run in a confined child of the zygote; ends with the channel."""
    import tempfile

    scratch = order["scratch"]
    tempfile.tempdir = None  # cached in the stem
    os.environ.update(HOME=scratch, TMPDIR=scratch, IPYTHONDIR=f"{scratch}/.ipython", USER="student", LOGNAME="student")
    seed_everything(order["seed"])
    channel.send(sock, {"id": 0, "ok": layers})
    try:
        Leader(sock, order).serve()
    except channel.Closed:
        os._exit(0)
