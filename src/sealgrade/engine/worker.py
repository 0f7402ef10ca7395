"""The untrusted side. Runs the notebook's cells, then forks children, each of which answers the calls of one or more tests.

Nothing here can be relied on once a cell has run: student code shares this process and may replace any of it. The grader
believes only what it measures itself: time, memory, bytes, and the values it compares on its own side.
"""

import _signal  # type: ignore[import-not-found]  # the enums of `signal` take 0.1 ms a call
import gc
import importlib
import json
import linecache
import os
import random
import signal
import socket
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from sealgrade.engine import channel, selftest, wire
from sealgrade.engine.calls import perform
from sealgrade.engine.shell import Shell

TEXT = 2000  # characters of a message kept
STATUS_WAIT = 0.3  # seconds to wait for a child that has closed its channel to end


class Interrupts:
    """SIGINT raises KeyboardInterrupt in student code only: never between two frames, where it would break the channel."""

    armed = False

    @classmethod
    def handle(cls, *_: Any) -> None:
        if cls.armed:
            cls.armed = False
            raise KeyboardInterrupt

    @classmethod
    def arm(cls) -> None:
        _signal.signal(_signal.SIGINT, cls.handle)  # anew each time: student code may have replaced it, or signal.signal
        cls.armed = True


def seed_everything(seed: int) -> None:
    """Seed random, NumPy (global state and default_rng without a seed) and torch."""
    random.seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(seed % 2**32)
        fresh = numpy.random._generator.default_rng
        numpy.random.default_rng = lambda given=None: fresh(numpy.random.randint(2**31) if given is None else given)
    if torch := sys.modules.get("torch"):
        torch.default_generator.manual_seed(seed)  # torch.manual_seed also prepares every kind of GPU: 1 ms a call


def build(spec: wire.Spec) -> Any:
    """A network from its public builder and its state; `builder.loaded`, where there is one, makes it at once, frozen and in eval mode."""
    module, function = spec.builder.split(":")
    builder = getattr(importlib.import_module(module), function)
    if loaded := getattr(builder, "loaded", None):
        network = loaded(spec.state, **spec.kwargs)
        if not spec.training and not spec.trainable:
            return network
    else:
        network = builder(**spec.kwargs)
        network.load_state_dict(spec.state)
    network.train(spec.training)
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(name in spec.trainable)
    return network


def describe(error: BaseException) -> dict[str, str]:
    """An exception as text: type, message, and the student's own line it came from."""
    try:
        message = _plain(str(error))
    except BaseException:  # noqa: BLE001 - a hostile __str__
        message = "(its message could not be printed)"
    try:
        where = ""
        for frame, number in traceback.walk_tb(error.__traceback__):  # not extract_tb: it reads the source of every frame
            code = frame.f_code
            if "ipykernel" in code.co_filename or "ipython-input" in code.co_filename:
                where = f"{code.co_name}, line {number}: {linecache.getline(code.co_filename, number).strip()}"
        return {"type": _plain(type(error).__name__)[:200], "message": message, "where": _plain(where)}
    except BaseException:  # noqa: BLE001 - a hostile metaclass, no memory left
        return {"type": "Exception", "message": message, "where": ""}


def _plain(text: str) -> str:
    """A real str of valid Unicode, cut: a subclass may lie about its slices, and a lone surrogate cannot be sent."""
    return str.__getitem__(text, slice(TEXT)).encode("utf-8", "replace").decode()


def end_a_copy(pid: int) -> None:
    """Student code that forks and returns twice comes back here twice: only the first process may answer."""
    if os.getpid() != pid:
        os._exit(0)


class Answerer:
    """Answers the calls of one test; holds the objects that test got as handles."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names
        self.handles: list[Any] = []

    def keep(self, value: Any) -> wire.Handle:
        self.handles.append(value)
        try:
            text = _plain(repr(value))[:200]
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
        bind = self.revive(wire.decode(request["bind"], trusted=True))
        options = {"wrt": tuple(request["wrt"]), "times": request["times"], "after": tuple(request["after"])}
        seed_everything(request["seed"])
        try:
            result = perform(function, args, kwargs, names=self.names, bind=bind, **options)
        except BaseException as error:  # noqa: BLE001 - whatever student code raises is an answer
            return {"raised": describe(error)}
        return {"ok": {key: wire.encode(value, self.keep) for key, value in result.items()}}


def serve_test(sock: socket.socket, names: dict[str, Any]) -> None:
    """In a test's own child: answer calls until the grader closes its end."""
    answerer, pid = Answerer(names), os.getpid()
    while True:
        request, _ = channel.receive(sock)
        try:
            Interrupts.arm()
            answer = answerer.answer(request)
            data = channel.frame({"id": request["id"], **answer})
            Interrupts.armed = False
        except BaseException as error:  # noqa: BLE001 - an answer that cannot be sent is the student's error too
            Interrupts.armed = False
            data = channel.frame({"id": request["id"], "raised": describe(error)})
        end_a_copy(pid)
        sock.sendall(data)


class Leader:
    """The worker's first process: holds the notebook's names and forks a child for each test."""

    def __init__(self, sock: socket.socket, order: dict[str, Any]) -> None:
        self.sock, self.order, self.pid = sock, order, os.getpid()
        self.shell: Shell | None = None
        self.statuses: dict[int, int] = {}

    def do(self, request: dict[str, Any], fds: list[int]) -> Any:
        action = request["do"]
        if action == "put":
            return self.put(request["name"], request["data"])
        if action == "cell":
            self.shell = self.shell or Shell(self.order["scratch"])
            result = self.shell.run(request["source"])
            return {**result, "outputs": json.dumps(result["outputs"], default=str)}
        if action == "test":
            return self.fork(fds[0])
        if action == "interrupt":
            return os.kill(request["pid"], signal.SIGINT)
        if action == "status":
            return self.status(request["pid"])
        if action == "selftest":
            return selftest.attempt(request["targets"])
        raise ValueError(action)

    def put(self, name: str, data: bytes) -> None:
        place = Path(self.order["scratch"]) / name
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            place.write_bytes(data)
        except OSError:
            place.unlink(missing_ok=True)  # half a file helps nobody and fills the disk
            raise

    def fork(self, fd: int) -> int:
        self.sweep()
        gc.freeze()
        pid = self.fork_again()
        if pid:
            os.close(fd)
            return pid
        try:
            self.sock.close()
            Interrupts.armed = False
            serve_test(socket.socket(fileno=fd), self.shell.names if self.shell else {})
        except BaseException:  # noqa: BLE001 - the grader closed the channel, or nothing is left to say
            pass
        finally:
            os._exit(0)

    def sweep(self) -> None:
        """Kill what the last test left running, so that its memory and processes are not held against this one.

        Only where -1 cannot reach beyond this worker: in a pid namespace, under an own uid, inside a Landlock scope.
        """
        if self.order["sweeps"]:
            try:
                os.kill(-1, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def fork_again(self, seconds: float = 2.0) -> int:
        """Fork; swept processes count against the process limit until they are gone, so try for a while."""
        end = time.monotonic() + seconds
        while True:
            try:
                return os.fork()
            except BlockingIOError:
                if time.monotonic() > end:
                    raise
                self.reap()
                time.sleep(0.005)

    def status(self, pid: int) -> int | None:
        """The wait status of a test's child; None when it lives on."""
        end = time.monotonic() + STATUS_WAIT
        while pid not in self.statuses and time.monotonic() < end:
            self.reap()
            time.sleep(0.002)
        return self.statuses.get(pid)

    def serve(self) -> None:
        while True:
            request, fds = channel.receive(self.sock)
            try:
                Interrupts.arm()
                data = channel.frame({"id": request["id"], "ok": self.do(request, fds)})
                Interrupts.armed = False
            except BaseException as error:  # noqa: BLE001 - answered, not raised: this loop must go on
                Interrupts.armed = False
                data = channel.frame({"id": request["id"], "raised": describe(error)})
            end_a_copy(self.pid)
            self.sock.sendall(data)
            self.reap()

    def reap(self) -> None:
        try:
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                self.statuses[found[0]] = found[1]
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
