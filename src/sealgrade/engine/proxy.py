"""`student`: what hidden tests call. Each call crosses to the worker's child of this test and comes back as plain data."""

import hashlib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from sealgrade.engine import calls, wire
from sealgrade.engine.link import ended
from sealgrade.engine.sandbox import Line, Worker, text_of
from sealgrade.errors import (
    NoSuchFunction,
    NotAttempted,
    StudentRaised,
    SubmissionError,
    Tampering,
    TimedOut,
    WorkerDied,
)

OPEN_LIMIT = 5.0  # seconds for a leader to fork
OBEY_LIMIT = 2.0


@dataclass
class Call:
    """What one call gave. See `sealgrade.engine.calls.perform` for each field."""

    values: list[Any]
    grads: dict[int, torch.Tensor | None]
    after: dict[int | str, Any]
    changed: tuple[str, ...]
    printed: str
    seconds: float
    text: str

    @property
    def value(self) -> Any:
        return self.values[-1]


def spec_of(network: torch.nn.Module) -> wire.Spec:
    """A network as data; it must come from a registered public builder, which leaves its name and arguments in `_spec`."""
    builder, kwargs = network._spec  # type: ignore[misc]
    state = network.state_dict(keep_vars=True)
    trainable = tuple(name for name, value in state.items() if value.requires_grad)  # buffers never do
    return wire.Spec(builder, kwargs, {name: value.detach() for name, value in state.items()}, network.training, trainable)


def outgoing(value: Any) -> Any:
    """Arguments as the wire knows them: networks become specs, whole objects become their handles."""
    if isinstance(value, torch.nn.Module):
        return spec_of(value)
    if isinstance(value, RemoteObject):
        return value._handle
    if type(value) in (list, tuple):
        return type(value)(outgoing(item) for item in value)
    if type(value) is dict:
        return {key: outgoing(item) for key, item in value.items()}
    return value


def describe(value: Any) -> str:
    """An argument or result in a few words, objects that stay in the worker by their type."""
    if isinstance(value, (wire.Handle, RemoteObject)):
        return f"a {getattr(value, '_handle', value).type.rpartition('.')[2]}"
    return str(calls.describe(value))


class RemoteObject:
    """An object that stays in the worker: attributes are methods to call there."""

    def __init__(self, student: "Student", handle: wire.Handle) -> None:
        self._student, self._handle = student, handle

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._student._call({"handle": self._handle.number, "attribute": ""}, "it", args, kwargs).value

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        target = {"handle": self._handle.number, "attribute": name}
        return lambda *args, **kwargs: self._student._call(target, name, args, kwargs).value

    def __str__(self) -> str:
        return f"an object of type {self._handle.type}"

    __repr__ = __str__


class Student:
    """The submission, as one test sees it. Opens its child of the worker at the first call, ends it with the test."""

    def __init__(self, ready: Callable[[], Worker], test: str, seed: int, limit: float) -> None:
        self._ready, self._limit = ready, limit
        self._worker = ready()
        self._seed = int.from_bytes(hashlib.sha256(f"{seed}:{test}".encode()).digest()[:6], "big")
        self._line: Line | None = None
        self._pid = 0
        self.last_call = ""
        self.answered = self.adopted = False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self.call(name, *args, **kwargs).value

    def call(
        self, name: str | list[str], *args: Any,
        wrt: tuple[int, ...] = (), times: int = 1, after: tuple[int | str, ...] = (),
        bind: dict[str, Any] | None = None, **kwargs: Any,
    ) -> Call:  # fmt: skip
        """Call the student's function `name` (or the first defined of several); raises SubmissionError.

        `bind` stands in for names of the notebook during the call: {"cnn": a small network}.
        """
        names = [name] if isinstance(name, str) else list(name)
        return self._call({"names": names}, names[0], args, kwargs, wrt, times, after, bind)

    def _call(
        self, target: dict[str, Any], shown: str, args: tuple[Any, ...], kwargs: dict[str, Any],
        wrt: tuple[int, ...] = (), times: int = 1, after: tuple[int | str, ...] = (), bind: dict[str, Any] | None = None,
    ) -> Call:  # fmt: skip
        listed = [*(describe(v) for v in args), *(f"{k}={describe(v)}" for k, v in kwargs.items())]
        self.last_call = f"{shown}({', '.join(listed)})"
        request = {
            "do": "call", **target, "args": wire.encode(outgoing(list(args))), "kwargs": wire.encode(outgoing(kwargs)),
            "bind": wire.encode(outgoing(bind or {})), "wrt": list(wrt), "times": times, "after": list(after), "seed": self._seed,
        }  # fmt: skip
        answer = self._ask(request)
        if answer.get("missing"):
            raise NoSuchFunction(f"no function named {' or '.join(target.get('names', [shown]))} is defined")
        if "raised" in answer:
            self._raise(answer["raised"], shown)
        return self._read(answer.get("ok"))

    def _read(self, data: Any) -> Call:
        try:
            fields = {key: wire.decode(node) for key, node in data.items()}
            values = [self._wrap(value) for value in fields["values"]]
            after = {key if isinstance(key, str) else int(key): self._wrap(value) for key, value in fields["after"].items()}
            changed = tuple(str(item)[:200] for item in fields["changed"])
            self.last_call += f" -> {describe(values[-1])}"
            call = Call(values, fields["grads"], after, changed, str(fields["printed"]), fields["seconds"], self.last_call)
        except (wire.WireError, KeyError, AttributeError, TypeError, ValueError, IndexError) as error:
            raise Tampering(f"an answer came that is not one: {error}") from None
        self.answered = True
        return call

    def _wrap(self, value: Any) -> Any:
        return RemoteObject(self, value) if isinstance(value, wire.Handle) else value

    def _raise(self, error: Any, shown: str) -> None:
        if not isinstance(error, dict):
            raise Tampering("an error came that is not one")
        if error.get("type") == "NotImplementedError":
            raise NotAttempted(f"{str(error.get('message') or shown)[:200]} is not implemented yet")
        raise StudentRaised(text_of(error))

    # -- the child that answers

    def adopt(self, earlier: "Student") -> None:
        """Go on with the child of an earlier test, if it is still there."""
        if earlier._line is not None and not earlier._worker.ended:
            self._pid, self._worker = earlier._pid, earlier._worker
            self._line, self.adopted = Line(earlier._line.sock, self._interrupt, self._why), True
            earlier._line = None

    def _open(self) -> Line:
        ours, theirs = socket.socketpair()
        try:
            self._pid = self._fork(theirs.fileno())
        except SubmissionError as error:
            ours.close()
            raise WorkerDied(f"the notebook's process could not start a test: {error.message}") from None
        finally:
            theirs.close()
        self._line = Line(ours, self._interrupt, self._why)
        return self._line

    def _fork(self, fd: int) -> int:
        """The child for this test. A leader that an earlier test has stopped or broken is replaced, once."""
        for last in (False, True):
            try:
                pid = self._leader({"do": "test"}, OPEN_LIMIT, (fd,))
                if type(pid) is int and pid > 1:
                    return pid
                self._worker.close("it lied")
                raise Tampering("it names no process for this test")
            except SubmissionError:
                if last:
                    raise
                self._worker = self._ready()
        raise AssertionError

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        line = self._line or self._open()
        try:
            return self._worker.ask(line, request, self._limit)
        except TimedOut as error:
            self.close()
            raised = (getattr(error, "late", None) or {}).get("raised")
            where = raised.get("where") if isinstance(raised, dict) else ""
            raise TimedOut(error.message + (f"; it was interrupted at {str(where)[:300]}" if where else "")) from None
        except SubmissionError:
            self.close()
            raise

    def _leader(self, message: dict[str, Any], limit: float, fds: tuple[int, ...] = ()) -> Any:
        """Ask the leader, which alone may reach the child of this test. One that does not obey is ended with all it has."""
        try:
            return self._worker.request(message, limit, fds)
        except SubmissionError as error:
            self._worker.close(error.message)
            raise

    def _interrupt(self) -> None:
        try:
            self._leader({"do": "interrupt", "pid": self._pid}, OBEY_LIMIT)
        except SubmissionError:
            pass  # the worker is closed now

    def _why(self) -> str:
        """Why the child of this test ended, as far as the leader knows."""
        try:
            status = self._leader({"do": "status", "pid": self._pid}, OBEY_LIMIT)
        except SubmissionError as error:
            return f"the process ended, and the notebook's with it: {error.message}"
        return ended(status if type(status) is int and 0 <= status < 1 << 16 else None)

    def close(self) -> None:
        """Let go of the child of this test: it ends at the end of its channel, or is swept before the next test's fork."""
        if self._line is not None:
            self._line.sock.close()
            self._line = None


def submission_seed(notebook: bytes) -> int:
    """The seed of a submission: the same bytes give the same seed on any machine."""
    return int.from_bytes(hashlib.sha256(notebook).digest()[:6], "big")
