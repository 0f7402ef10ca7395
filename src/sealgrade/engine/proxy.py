"""`student`: what hidden tests call. Each call crosses to the worker's child of this test and comes back as plain data."""

import hashlib
import os
import signal
import socket
import time
from dataclasses import dataclass
from typing import Any

import torch

from sealgrade.engine import calls, wire
from sealgrade.engine.sandbox import Worker
from sealgrade.errors import (
    MachineError,
    NoSuchFunction,
    NotAttempted,
    StudentRaised,
    SubmissionError,
    Tampering,
    TimedOut,
)


@dataclass
class Call:
    """What one call gave. See `sealgrade.engine.calls.perform` for each field."""

    values: list[Any]
    grads: dict[int, torch.Tensor | None]
    after: dict[int, Any]
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
    trainable = tuple(name for name, parameter in network.named_parameters() if parameter.requires_grad)
    return wire.Spec(builder, kwargs, dict(network.state_dict()), network.training, trainable)


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
    if isinstance(value, wire.Handle | RemoteObject):
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

    def __init__(self, worker: Worker, test: str, seed: int, limit: float) -> None:
        self._worker, self._limit = worker, limit
        self._seed = int.from_bytes(hashlib.sha256(f"{seed}:{test}".encode()).digest()[:6], "big")
        self._sock: socket.socket | None = None
        self._pid = 0
        self.last_call = ""
        self.answered = False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: self.call(name, *args, **kwargs).value

    def call(
        self, name: str | list[str], *args: Any,
        wrt: tuple[int, ...] = (), times: int = 1, after: tuple[int, ...] = (), **kwargs: Any,
    ) -> Call:  # fmt: skip
        """Call the student's function `name` (or the first defined of several); raises SubmissionError."""
        names = [name] if isinstance(name, str) else list(name)
        return self._call({"names": names}, names[0], args, kwargs, wrt, times, after)

    def _call(
        self, target: dict[str, Any], shown: str, args: tuple[Any, ...], kwargs: dict[str, Any],
        wrt: tuple[int, ...] = (), times: int = 1, after: tuple[int, ...] = (),
    ) -> Call:  # fmt: skip
        listed = [*(describe(v) for v in args), *(f"{k}={describe(v)}" for k, v in kwargs.items())]
        self.last_call = f"{shown}({', '.join(listed)})"
        request = {
            "do": "call", **target, "args": wire.encode(outgoing(list(args))), "kwargs": wire.encode(outgoing(kwargs)),
            "wrt": list(wrt), "times": times, "after": list(after), "seed": self._seed,
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
            after = {int(index): self._wrap(value) for index, value in fields["after"].items()}
            changed = tuple(str(item)[:200] for item in fields["changed"])
            self.last_call += f" -> {describe(values[-1])}"
            call = Call(values, fields["grads"], after, changed, str(fields["printed"]), fields["seconds"], self.last_call)
        except (wire.WireError, KeyError, AttributeError, TypeError, ValueError, IndexError) as error:
            raise Tampering(f"an answer that is not one: {error}") from None
        self.answered = True
        return call

    def _wrap(self, value: Any) -> Any:
        return RemoteObject(self, value) if isinstance(value, wire.Handle) else value

    def _raise(self, error: Any, shown: str) -> None:
        if not isinstance(error, dict):
            raise Tampering("an error that is not one")
        kind, message, where = (str(error.get(key, ""))[:2000] for key in ("type", "message", "where"))
        if kind == "NotImplementedError":
            raise NotAttempted(f"{message or shown} is not implemented yet")
        raise StudentRaised(f"{kind}: {message}" + (f" ({where})" if where else ""))

    # -- the child that answers

    def _open(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        try:
            self._pid = self._worker.request({"do": "test"}, 10.0, (theirs.fileno(),))
        finally:
            theirs.close()
        if type(self._pid) is not int or self._pid <= 1:
            raise Tampering("the worker names no process for this test")
        self._sock = ours
        return ours

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        sock = self._sock or self._open()
        try:
            return self._worker.ask(sock, request, self._limit, lambda: self._signal(signal.SIGINT))
        except TimedOut:
            self.close()
            raise TimedOut(f"no answer within {self._limit:g} seconds") from None
        except SubmissionError:
            self.close()
            raise

    def _signal(self, number: int) -> None:
        """Through the leader, which alone may reach its child; one that does not obey is ended whole."""
        try:
            self._worker.request({"do": "signal", "pid": self._pid, "number": number}, 2.0)
        except SubmissionError:
            self._worker.close("the worker did not end a test that it was told to end")

    def close(self) -> None:
        """End the child of this test. A child that stays is killed, and with it its worker when need be."""
        if self._sock is None:
            return
        sock, self._sock = self._sock, None
        if not self._worker.ended:
            sock.shutdown(socket.SHUT_WR)
            if not _ends_within(sock, 0.05):
                self._signal(signal.SIGKILL)
                if not self._worker.ended and not _ends_within(sock, 1.0):
                    self._worker.close("a test's process could not be ended")
        sock.close()


def _ends_within(sock: socket.socket, seconds: float) -> bool:
    """Whether the other end closes; bytes that still come are thrown away."""
    sock.settimeout(seconds)
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            if not sock.recv(1 << 16):
                return True
    except ConnectionResetError:
        return True
    except OSError:
        pass
    return False


def submission_seed(notebook: bytes) -> int:
    """The seed of a submission: the same bytes give the same seed on any machine."""
    return int.from_bytes(hashlib.sha256(notebook).digest()[:6], "big")


