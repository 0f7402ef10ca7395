"""The grader's hold on one worker: ask, wait with a deadline, watch memory, disk and output, interrupt, kill.

Everything a worker sends is untrusted: frames are bounded, answers must carry the number of the question, and nothing is
decoded but plain data.

Not covered: memory that no process maps. Files in a tmpfs are bounded by its size and memfd_create is refused, but the
kernel's own buffers (sockets, pipes) are bounded only by the number of descriptors and processes.
"""

import os
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sealgrade.engine import channel, meters, wire
from sealgrade.engine.limits import Limits as Limits
from sealgrade.engine.limits import counts_per_namespace
from sealgrade.engine.link import ZygoteLink, ended
from sealgrade.engine.view import SCRATCH
from sealgrade.errors import MachineError, OutOfMemory, SubmissionError, Tampering, TimedOut, TooMuchOutput, WorkerDied

GRACE = 0.5  # seconds between the polite interrupt and the kill
TICK = 0.02  # seconds between two looks at the memory
DISK_TICK = 0.25
MAX_FILES = 20_000


@dataclass
class Watch:
    """What was seen of a worker so far."""

    peak_mib: float = 0.0
    printed: int = 0
    threads: int = 0
    tail: bytearray = field(default_factory=bytearray)


@dataclass
class Line:
    """A socket to a process of the worker, how to interrupt it, and how to learn why it ended."""

    sock: socket.socket
    interrupt: Callable[[], None]
    why: Callable[[], str]


class Worker:
    """One confined worker. `request` asks its leader, `ask` any of its processes."""

    def __init__(self, link: ZygoteLink, limits: Limits, seed: int, uid: int, scratch: str) -> None:
        self.link, self.limits, self.uid = link, limits, uid
        self.scratch = SCRATCH if link.policy["namespaces"] else scratch
        self.watch, self.ids, self.ended = Watch(), 0, ""
        ours, theirs = socket.socketpair()
        out, err = os.pipe(), os.pipe()
        shares_uid = not link.policy["uid"] and not (link.policy["userns"] and counts_per_namespace())
        order = {
            "do": "spawn", "uid": uid, "seed": seed, "scratch": self.scratch, "scratch_mib": limits.disk_mib,
            "rlimits": limits.rlimits(shares_uid),
        }  # fmt: skip
        answer, fds = link.ask(order, [theirs.fileno(), out[1], err[1]])
        theirs.close()
        os.close(out[1])
        os.close(err[1])
        self.pipes, self.pid, (self.pidfd,) = [out[0], err[0]], answer["pid"], fds
        self.leader = Line(ours, self._interrupt_leader, self._why_leader_ended)
        self.outer_pid = self._outer_pid()
        self.layers: list[str] = self._hello()

    def _outer_pid(self) -> int:
        path = f"/proc/self/fdinfo/{self.pidfd}"
        if not os.path.exists(path):
            return self.pid
        with open(path) as file:
            return next((int(line.split()[1]) for line in file if line.startswith("Pid:")), self.pid)

    def _hello(self) -> list[str]:
        """The worker's first words, said before any student code runs: the layers it has put on."""
        try:
            hello = self.receive(self.leader, 20.0)
            if hello.get("id") == 0 and "ok" in hello:
                return list(hello["ok"])
            reason = "it said something else"
        except SubmissionError as error:
            reason = error.message
        self.drain(select.select(self.pipes, [], [], 0)[0])
        words = bytes(self.watch.tail).decode(errors="replace").strip()
        self.close("did not start")
        raise MachineError(f"A worker did not start: {reason}. {words}", "Run `sealgrade doctor`.")

    # -- asking

    def request(self, message: dict[str, Any], limit: float, fds: tuple[int, ...] = ()) -> Any:
        """Ask the leader. Past the limit it is interrupted; the error then carries its late answer, if any."""
        answer = self.ask(self.leader, message, limit, fds)
        if "raised" in answer:
            raise WorkerDied(f"the process could not go on: {text_of(answer['raised'])}")
        return answer.get("ok")

    def ask(self, line: Line, message: dict[str, Any], limit: float, fds: tuple[int, ...] = ()) -> dict[str, Any]:
        if self.ended:
            raise WorkerDied(f"the notebook's process had been ended: {self.ended}")
        self.ids += 1
        number = self.ids
        self._send(line, channel.frame({**message, "id": number}), limit, fds)
        try:
            answer = self.receive(line, limit)
        except TimedOut as error:
            line.interrupt()
            error.late = self._late(line, number)  # type: ignore[attr-defined]
            raise
        if answer.get("id") != number:
            raise Tampering("an answer came that belongs to no question")
        return answer

    def _late(self, line: Line, number: int) -> dict[str, Any] | None:
        """What comes after the interrupt, so that the worker can go on; None: it did not react."""
        if self.ended:
            return None
        try:
            answer = self.receive(line, GRACE)
        except SubmissionError:
            return None
        return answer if answer.get("id") == number else None

    def _send(self, line: Line, data: bytes, limit: float, fds: tuple[int, ...]) -> None:
        end = time.monotonic() + limit
        line.sock.setblocking(False)
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[socket.send_fds(line.sock, [rest[: 1 << 20]], list(fds)) :]
                fds = ()
            except BlockingIOError:
                if time.monotonic() > end:
                    raise TimedOut(f"the arguments were not read within {limit:g} seconds") from None
                select.select([], [line.sock], [], TICK)
                self.drain(select.select(self.pipes, [], [], 0)[0])
            except OSError:
                raise WorkerDied(line.why()) from None

    # -- waiting

    def receive(self, line: Line, limit: float) -> dict[str, Any]:
        """One frame, while watching time, memory, disk and output."""
        sock = line.sock
        sock.setblocking(False)
        buffer, end = bytearray(), time.monotonic() + limit
        next_memory, next_disk = time.monotonic() + TICK, time.monotonic() + DISK_TICK
        while True:
            now = time.monotonic()
            if now >= end:
                raise TimedOut(f"no answer within {limit:g} seconds{self.crowd()}")
            waiting: list[Any] = [sock, *self.pipes]
            ready, _, _ = select.select(waiting, [], [], min(end - now, TICK))
            self.drain([fd for fd in ready if fd is not sock])
            if sock in ready and self._fill(line, buffer):
                return self._parse(buffer)
            if now >= next_memory:
                self.check_memory()
                next_memory = time.monotonic() + TICK
            if now >= next_disk:
                self.check_disk()
                next_disk = time.monotonic() + DISK_TICK

    def _fill(self, line: Line, buffer: bytearray) -> bool:
        try:
            data = line.sock.recv(1 << 20)
        except BlockingIOError:
            return False
        except ConnectionResetError:
            data = b""
        if not data:
            raise WorkerDied(line.why() + self.crowd())
        buffer += data
        size = int.from_bytes(buffer[:4], "big") if len(buffer) >= 4 else 0
        if size > wire.MAX_FRAME:
            raise Tampering(f"an answer of {size >> 20} MiB was announced, at most {wire.MAX_FRAME >> 20} are read")
        return len(buffer) >= 4 + size and len(buffer) >= 4

    def _parse(self, buffer: bytearray) -> dict[str, Any]:
        size = int.from_bytes(buffer[:4], "big")
        try:
            answer = wire.unpack(memoryview(buffer)[4 : 4 + size])
        except wire.WireError as error:
            raise Tampering(f"an answer came that cannot be read: {error}") from None
        if len(buffer) > 4 + size or not isinstance(answer, dict):
            raise Tampering("more bytes came than one answer has")
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
            raise TooMuchOutput(f"more than {self.limits.output_mib} MiB were printed (a print inside an endless loop?)")

    # -- watching

    def check_memory(self) -> None:
        """Resident pages of the whole tree are quick to read; only above the cap count shared ones once (PSS)."""
        pids, threads = meters.tree(self.outer_pid)
        self.watch.threads = max(self.watch.threads, threads)
        total = meters.resident(pids)
        if total > self.limits.memory_mib << 20:
            total = meters.pss(pids, self.uid if self.link.policy["uid"] else 0) or total
        self.watch.peak_mib = max(self.watch.peak_mib, total / (1 << 20))
        if total > self.limits.memory_mib << 20:
            raise OutOfMemory(f"{total >> 20} MiB of memory were in use, at most {self.limits.memory_mib} are allowed{self.crowd()}")

    def crowd(self) -> str:
        """Said with other trouble: forks or threads up to the limit are its likeliest cause."""
        if self.watch.threads < self.limits.processes - 2:
            return ""
        return f"; the process limit was reached: {self.limits.processes} processes and threads at once"

    def check_disk(self) -> None:
        """Needless where scratch is a tmpfs of fixed size."""
        if self.link.policy["namespaces"]:
            return
        places = [self.scratch, *self._strays()]
        found = [meters.disk_used(place) for place in places]
        used, files = sum(used for used, _ in found), sum(files for _, files in found)
        if used > self.limits.disk_mib << 20 or files > MAX_FILES:
            raise TooMuchOutput(f"more than {self.limits.disk_mib} MiB, {MAX_FILES} files or {meters.DEEPEST} nested folders were written")

    # -- ending

    def _interrupt_leader(self) -> None:
        try:
            signal.pidfd_send_signal(self.pidfd, signal.SIGINT)
        except (OSError, AttributeError):
            os.kill(self.pid, signal.SIGINT)

    def _why_leader_ended(self) -> str:
        return ended(self.link.exit_status(self.pid, 1.0))

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
        self.leader.sock.close()
        for fd in (*self.pipes, self.pidfd):
            os.close(fd)
        self.link.ask({"do": "kill", "pid": self.pid, "uid": self.uid})
        for path in self._strays():
            meters.remove(path)

    def _strays(self) -> list[str]:
        """What it wrote where everybody may; only known to be its own where it has its own uid."""
        policy = self.link.policy
        if policy["namespaces"] or not policy["uid"]:
            return []
        return meters.strays(self.uid, meters.SHARED_MEMORY if policy["landlock"] else meters.SHARED_PLACES)


def text_of(error: Any) -> str:
    """An exception that a worker described, in one line; untrusted, so anything may stand there."""
    if not isinstance(error, dict):
        return "(an error that is not one)"
    kind, message, where = (str(error.get(key, ""))[:2000] for key in ("type", "message", "where"))
    return f"{kind}: {message}" + (f" ({where})" if where else "")
