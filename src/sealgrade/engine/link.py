"""The judge's end of the control socket to the zygote, and what it says about workers that ended."""

import os
import select
import signal
import socket
import time
from typing import Any

import msgpack

from sealgrade.errors import MachineError

AGAIN = "Run the command again; finished work is kept."
SIGNALS = {
    signal.SIGSEGV: "a crash in compiled code: an invalid memory access, or endless recursion",
    signal.SIGABRT: "a crash in compiled code: abort()",
    signal.SIGKILL: "it was killed: by the code itself, or because the machine ran out of memory",
    signal.SIGXCPU: "it used too much processor time",
    signal.SIGXFSZ: "it wrote a file that is too large",
}


def ended(status: int | None) -> str:
    """How a process ended, in words; None: nobody knows."""
    if status is None:
        return "the process closed its channel without an answer"
    if os.WIFSIGNALED(status):
        try:
            number = signal.Signals(os.WTERMSIG(status))
        except ValueError:
            return f"the process was ended by signal {os.WTERMSIG(status)} without an answer"
        reason = f" ({SIGNALS[number]})" if number in SIGNALS else ""
        return f"the process was ended by {number.name} without an answer{reason}"
    code = os.WEXITSTATUS(status)
    return f"the process ended itself with exit code {code} without an answer (did the code call exit or os._exit?)"


class ZygoteLink:
    """Ask the zygote and read what it says unasked: which of its workers ended, and how."""

    def __init__(self, control: socket.socket, policy: dict[str, Any]) -> None:
        self.control, self.policy = control, policy
        self.requests = 0
        self.exits: dict[int, int] = {}

    def renew(self, turn: int) -> None:
        """In a fresh judge: numbers that no earlier judge used, so that an answer it left unread is never taken for ours."""
        self.requests = turn << 24
        self.exits = {}

    def ask(self, message: dict[str, Any], fds: list[int] | None = None, limit: float = 20.0) -> tuple[dict[str, Any], list[int]]:
        self.requests += 1
        try:
            socket.send_fds(self.control, [msgpack.packb({**message, "request": self.requests})], fds or [])
        except OSError:
            raise MachineError("The warm process has gone.", AGAIN) from None
        end = time.monotonic() + limit
        while True:
            answer, got = self.read(end - time.monotonic())
            if answer is None:
                raise MachineError(f"The warm process did not answer within {limit:g} s.", AGAIN)
            if answer.get("request") == self.requests:
                self.exits.pop(answer.get("pid", 0), None)  # the number of a process that ended long ago, used anew
                return answer, got
            for fd in got:
                os.close(fd)

    def read(self, limit: float) -> tuple[dict[str, Any] | None, list[int]]:
        ready, _, _ = select.select([self.control], [], [], max(0.0, limit))
        if not ready:
            return None, []
        try:
            data, fds, _, _ = socket.recv_fds(self.control, 1 << 16, 2)
        except OSError:
            data = b""
        if not data:
            raise MachineError("The warm process has gone.", AGAIN)
        answer = msgpack.unpackb(data)
        if "exit" in answer:
            self.exits[answer["exit"]] = answer["status"]
        return answer, fds

    def exit_status(self, pid: int, limit: float) -> int | None:
        """The wait status of a worker, once the zygote has reaped it; None when it lives on."""
        end = time.monotonic() + limit
        while pid not in self.exits and (left := end - time.monotonic()) > 0:
            self.read(left)
        return self.exits.get(pid)
