"""The grader's hold on one worker: ask, wait with a deadline, watch memory, disk and output, interrupt, kill.

Everything a worker sends is untrusted: frames are bounded, answers must carry the number of the question, and nothing is
decoded but plain data. Not covered: memory that no process maps (files in a tmpfs are bounded by the tmpfs's own size).
"""

import os
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgpack

from sealgrade.engine import channel, wire
from sealgrade.engine.meters import disk_used, pss, resident, threads_of_user, tree
from sealgrade.engine.view import SCRATCH
from sealgrade.errors import MachineError, OutOfMemory, SubmissionError, Tampering, TimedOut, TooMuchOutput, WorkerDied

GRACE = 0.5  # seconds between the polite interrupt and the kill
TICK = 0.02  # seconds between two looks at the memory
DISK_TICK = 0.25
MAX_FILES = 20_000


@dataclass
class Limits:
    """Bounds of one submission. Seconds are wall time; sizes in MiB."""

    cell_s: float = 60.0
    call_s: float = 10.0
    notebook_s: float = 300.0
    memory_mib: int = 2048
    output_mib: int = 64
    disk_mib: int = 256
    file_mib: int = 100
    processes: int = 64

    def rlimits(self, uid_counts_all: bool) -> dict[str, int]:
        """uid_counts_all: the worker shares its uid with other processes of the user, which count too."""
        others = threads_of_user() if uid_counts_all else 0
        return {
            "CPU": int(2 * self.notebook_s),
            "FSIZE": self.file_mib << 20,
            "NOFILE": 256,
            "CORE": 0,
            "DATA": 2 * self.memory_mib << 20,
            "NPROC": self.processes + others,
        }


class ZygoteLink:
    """The judge's end of the control socket."""

    def __init__(self, control: socket.socket, policy: dict[str, Any]) -> None:
        self.control, self.policy = control, policy
        self.requests = os.getpid() << 20  # numbers of an earlier judge never match ours
        self.exits: dict[int, int] = {}

    def ask(self, message: dict[str, Any], fds: list[int] | None = None, limit: float = 20.0) -> tuple[dict[str, Any], list[int]]:
        self.requests += 1
        socket.send_fds(self.control, [msgpack.packb({**message, "request": self.requests})], fds or [])
        end = time.monotonic() + limit
        while True:
            answer, got = self.read(end - time.monotonic())
            if answer is None:
                raise MachineError("The warm process did not answer.", "Run the command again; finished work is kept.")
            if answer.get("request") == self.requests:
                return answer, got
            for fd in got:
                os.close(fd)

    def read(self, limit: float) -> tuple[dict[str, Any] | None, list[int]]:
        ready, _, _ = select.select([self.control], [], [], max(0.0, limit))
        if not ready:
            return None, []
        data, fds, _, _ = socket.recv_fds(self.control, 1 << 16, 2)
        if not data:
            raise MachineError("The warm process has gone.", "Run the command again; finished work is kept.")
        answer = msgpack.unpackb(data)
        if "exit" in answer:
            self.exits[answer["exit"]] = answer["status"]
        return answer, fds

    def exit_status(self, pid: int, limit: float = 2.0) -> int | None:
        end = time.monotonic() + limit
        while pid not in self.exits and time.monotonic() < end:
            self.read(end - time.monotonic())
        return self.exits.get(pid)


@dataclass
class Watch:
    """What the last wait saw."""

    peak_mib: float = 0.0
    printed: int = 0
    tail: bytearray = field(default_factory=bytearray)


class Worker:
    """One confined worker. `request` talks to its leader, `test` opens a child for one test."""

    def __init__(self, link: ZygoteLink, limits: Limits, seed: int, uid: int, scratch: str) -> None:
        self.link, self.limits, self.uid = link, limits, uid
        self.scratch = SCRATCH if link.policy["namespaces"] else scratch
        self.watch, self.ids, self.ended = Watch(), 0, ""
        ours, theirs = socket.socketpair()
        out, err = os.pipe(), os.pipe()
        shares_uid = not link.policy["uid"] and not link.policy["userns"]
        order = {
            "do": "spawn", "uid": uid, "seed": seed, "scratch": self.scratch, "scratch_mib": limits.disk_mib,
            "rlimits": limits.rlimits(shares_uid),
        }  # fmt: skip
        answer, fds = link.ask(order, [theirs.fileno(), out[1], err[1]])
        theirs.close()
        os.close(out[1])
        os.close(err[1])
        self.sock, self.pipes, self.pid, (self.pidfd,) = ours, [out[0], err[0]], answer["pid"], fds
        self.outer_pid = self._outer_pid()
        hello = self.receive(ours, 20.0)
        if "ok" not in hello or hello.get("id") != 0:
            raise MachineError(f"A worker did not start: {bytes(self.watch.tail).decode(errors='replace')}", "sealgrade doctor")
        self.layers: list[str] = hello["ok"]

    def _outer_pid(self) -> int:
        path = f"/proc/self/fdinfo/{self.pidfd}"
        if not os.path.exists(path):
            return self.pid
        with open(path) as file:
            return next((int(line.split()[1]) for line in file if line.startswith("Pid:")), self.pid)

    # -- asking

    def request(self, message: dict[str, Any], limit: float, fds: tuple[int, ...] = ()) -> Any:
        """Ask the leader. On a limit the worker is interrupted, then killed; the error says which limit."""
        answer = self.ask(self.sock, message, limit, self.interrupt_leader, fds)
        if "raised" in answer:
            raise WorkerDied(f"{answer['raised']}")
        return answer.get("ok")

    def ask(
        self, sock: socket.socket, message: dict[str, Any], limit: float,
        interrupt: Callable[[], None], fds: tuple[int, ...] = (),
    ) -> dict[str, Any]:  # fmt: skip
        self.ids += 1
        number = self.ids
        self._send(sock, channel.frame({**message, "id": number}), limit, fds)
        try:
            answer = self.receive(sock, limit)
        except TimedOut as error:
            interrupt()
            error.answer = self._late(sock)  # type: ignore[attr-defined]
            raise
        if answer.get("id") != number:
            raise Tampering("an answer that belongs to no question")
        return answer

    def _late(self, sock: socket.socket) -> dict[str, Any] | None:
        """What comes after the interrupt, so that the worker can go on; None: it did not react."""
        try:
            return self.receive(sock, GRACE)
        except SubmissionError:
            return None

    def _send(self, sock: socket.socket, data: bytes, limit: float, fds: tuple[int, ...]) -> None:
        end = time.monotonic() + limit
        sock.setblocking(False)
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[socket.send_fds(sock, [rest[: 1 << 20]], list(fds)) :]
                fds = ()
            except BlockingIOError:
                if time.monotonic() > end:
                    raise TimedOut(f"did not read the request within {limit:g} s") from None
                select.select([], [sock], [], 0.1)
            except OSError:
                raise WorkerDied(self._why_it_died()) from None

    # -- waiting

    def receive(self, sock: socket.socket, limit: float) -> dict[str, Any]:
        """One frame from `sock`, while watching time, memory, disk and output."""
        sock.setblocking(False)
        buffer, end = bytearray(), time.monotonic() + limit
        next_memory, next_disk = time.monotonic() + TICK, time.monotonic() + DISK_TICK
        while True:
            now = time.monotonic()
            if now >= end:
                raise TimedOut(f"no answer within {limit:g} s")
            ready, _, _ = select.select([sock, *self.pipes], [], [], min(end - now, TICK))
            self.drain([fd for fd in ready if fd is not sock])
            if sock in ready and self._fill(sock, buffer):
                return self._parse(buffer)
            if now >= next_memory:
                self.check_memory()
                next_memory = time.monotonic() + TICK
            if now >= next_disk:
                self.check_disk()
                next_disk = time.monotonic() + DISK_TICK

    def _fill(self, sock: socket.socket, buffer: bytearray) -> bool:
        try:
            data = sock.recv(1 << 20)
        except BlockingIOError:
            return False
        except ConnectionResetError:
            data = b""
        if not data:
            raise WorkerDied(self._why_it_died())
        buffer += data
        size = int.from_bytes(buffer[:4], "big") if len(buffer) >= 4 else 0
        if size > wire.MAX_FRAME:
            raise Tampering(f"an answer of {size >> 20} MiB was announced, at most {wire.MAX_FRAME >> 20}")
        return len(buffer) >= 4 + size and len(buffer) >= 4

    def _parse(self, buffer: bytearray) -> dict[str, Any]:
        size = int.from_bytes(buffer[:4], "big")
        try:
            answer = wire.unpack(memoryview(buffer)[4 : 4 + size])
        except wire.WireError as error:
            raise Tampering(f"an answer that cannot be read: {error}") from None
        if len(buffer) > 4 + size or not isinstance(answer, dict):
            raise Tampering("more bytes than one answer")
        return answer

    def drain(self, fds: list[Any]) -> None:
        for fd in fds:
            data = os.read(fd, 1 << 16)
            if not data:
                self.pipes.remove(fd)
                os.close(fd)
            self.watch.printed += len(data)
            self.watch.tail = (self.watch.tail + data)[-4096:]
        if self.watch.printed > self.limits.output_mib << 20:
            raise TooMuchOutput(f"more than {self.limits.output_mib} MiB were printed")

    # -- watching

    def check_memory(self) -> None:
        """Resident pages of the whole tree are quick to read; only above the cap count shared ones once (PSS)."""
        pids = tree(self.outer_pid)
        total = resident(pids)
        if total > self.limits.memory_mib << 20:
            total = pss(pids, self.uid if self.link.policy["uid"] else 0) or total
        self.watch.peak_mib = max(self.watch.peak_mib, total / (1 << 20))
        if total > self.limits.memory_mib << 20:
            raise OutOfMemory(f"{total >> 20} MiB of memory in use, at most {self.limits.memory_mib} allowed")

    def check_disk(self) -> None:
        if self.link.policy["namespaces"]:
            return  # a tmpfs of fixed size
        used, files = disk_used(self.scratch)
        if used > self.limits.disk_mib << 20 or files > MAX_FILES:
            raise TooMuchOutput(f"more than {self.limits.disk_mib} MiB or {MAX_FILES} files were written")

    # -- ending

    def interrupt_leader(self) -> None:
        try:
            signal.pidfd_send_signal(self.pidfd, signal.SIGINT)
        except (OSError, AttributeError):
            os.kill(self.outer_pid, signal.SIGINT)

    def _why_it_died(self) -> str:
        status = self.link.exit_status(self.pid, 0.3)
        if status is None:
            return "the process ended without an answer, or closed its channel"
        if os.WIFSIGNALED(status):
            return f"the process was ended by {signal.Signals(os.WTERMSIG(status)).name} without an answer"
        return f"the process ended with exit code {os.WEXITSTATUS(status)} without an answer"

    def alive(self) -> bool:
        if self.ended:
            return False
        while self.pid not in self.link.exits and self.link.read(0)[0]:
            pass
        return self.pid not in self.link.exits

    def close(self, why: str = "closed") -> None:
        """Kill the worker and whatever it left behind."""
        if self.ended:
            return
        self.ended = why
        self.link.ask({"do": "kill", "pid": self.pid, "uid": self.uid})
        self.sock.close()
        for fd in (*self.pipes, self.pidfd):
            os.close(fd)
