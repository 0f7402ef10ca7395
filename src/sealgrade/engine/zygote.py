"""The warm process that every worker is forked from. It holds no secret and runs no tensor work.

Control messages are msgpack over a SOCK_SEQPACKET socket. A request carries the worker's three descriptors; the reply
carries a pidfd, which kills across pid namespaces and never hits a recycled pid. The zygote is the first process of a pid
namespace of its own where there are namespaces, and the subreaper in any case: what a worker leaves behind comes here
and is killed.

Not covered: where there are no namespaces, a daemon that a worker left outlives a zygote and a stem that are both killed
with SIGKILL.
"""

import gc
import os
import select
import signal
import socket
import sys
import time
from typing import Any

import msgpack

from sealgrade.engine import confine, linux, meters, view, worker

MAX_MESSAGE = 1 << 18
ORPHAN_TICK = 0.25  # seconds
BURY_LIMIT = 5.0


class Zygote:
    def __init__(self, control: socket.socket, policy: dict[str, Any]) -> None:
        self.control, self.policy = control, policy
        self.rules = confine.seccomp_filter() if policy["seccomp"] else None
        self.live: set[int] = set()
        self.own_pids = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC) if policy["namespaces"] else -1

    def serve(self) -> None:
        """Answer requests until the grader closes its end; then everything below dies with this process."""
        wakeup, writer = os.pipe()
        for fd in (wakeup, writer):
            os.set_blocking(fd, False)
        signal.set_wakeup_fd(writer)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.send({"zygote": os.getpid()})
        while True:
            waiting: list[Any] = [self.control, wakeup]
            ready, _, _ = select.select(waiting, [], [], self.pause())
            if wakeup in ready:
                os.read(wakeup, 4096)
                self.reap()
            self.kill_orphans()
            if self.control in ready:
                data, fds, _, _ = socket.recv_fds(self.control, MAX_MESSAGE, 8)
                if not data:
                    self.handle({"do": "reset", "request": 0}, [])
                    os._exit(0)
                self.handle(msgpack.unpackb(data), fds)

    def pause(self) -> float | None:
        """Seconds until the next look for orphans; where each worker has a pid namespace there are none."""
        return None if self.policy["namespaces"] else ORPHAN_TICK if self.live else 1.0

    def send(self, message: dict[str, Any], fds: tuple[int, ...] = ()) -> None:
        try:
            socket.send_fds(self.control, [msgpack.packb(message)], list(fds))
        except OSError:
            pass  # the grader has gone: the next read says so

    def handle(self, message: dict[str, Any], fds: list[int]) -> None:
        if message["do"] == "spawn":
            self.spawn(message, fds)
            return
        doomed = list(self.live) if message["do"] == "reset" else [message["pid"]]
        for pid in doomed:
            if pid in self.live:
                os.kill(pid, signal.SIGKILL)
        if self.policy["namespaces"]:  # nothing of a worker outlives its first process, nor its file systems: no need to wait
            self.send({"request": message["request"], "done": True})
        self.bury(doomed, message.get("uid", 0))
        if not self.policy["namespaces"]:
            self.send({"request": message["request"], "done": True})

    def bury(self, doomed: list[int], uid: int) -> None:
        """Wait until these workers and all they left behind have gone, killing what comes up."""
        end, rounds = time.monotonic() + BURY_LIMIT, 0
        while time.monotonic() < end:
            self.reap()
            left = self.kill_orphans()
            if not left and not self.live.intersection(doomed):
                return
            rounds += 1
            if rounds % 5 == 0 and uid and self.policy["uid"]:
                self.kill_user(uid)  # faster than any fork bomb: one call reaches all
            time.sleep(0.001)

    def spawn(self, order: dict[str, Any], fds: list[int]) -> None:
        fresh_pids = self.policy["namespaces"]
        if fresh_pids:
            linux.unshare("pid")  # the next child is the first process of its own namespace
        pid = os.fork()
        if pid == 0:
            self._become_worker(order, fds)
        self.live.add(pid)
        if fresh_pids:
            linux.setns(self.own_pids, "pid")
        for fd in fds:
            os.close(fd)
        pidfd = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else os.open(os.devnull, os.O_RDONLY)
        self.send({"request": order["request"], "pid": pid}, (pidfd,))
        os.close(pidfd)

    def _become_worker(self, order: dict[str, Any], fds: list[int]) -> None:
        try:
            signal.set_wakeup_fd(-1)
            linux.keep_heap()
            if self.policy["profile"] != "none":
                linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
            channel = confine.keep_descriptors(*fds)
            layers = confine.put_on(self.policy, order, self.rules)
            order["sweeps"] = confine.reaches_only_itself(self.policy)
            worker.main(socket.socket(fileno=channel), order, layers)
        except BaseException as error:  # noqa: BLE001 - the one line that says why a worker did not start
            os.write(2, f"worker did not start: {error!r}\n".encode())
        finally:
            os._exit(70)

    def kill_user(self, uid: int) -> None:
        """End everything that runs under a worker's own uid."""
        helper = os.fork()
        if helper == 0:
            try:
                confine.switch_uid(uid)
                os.kill(-1, signal.SIGKILL)
            finally:
                os._exit(0)
        os.waitpid(helper, 0)

    def kill_orphans(self) -> int:
        """Kill children that are no workers: what a dead worker left comes here, to the subreaper. How many there were."""
        children = f"/proc/self/task/{os.getpid()}/children"
        if self.policy["namespaces"] or not os.path.exists(children):
            return 0
        with open(children) as file:
            orphans = [pid for pid in map(int, file.read().split()) if pid not in self.live]
        for pid in orphans:
            self.kill_all_below(pid)
        return len(orphans)

    def kill_all_below(self, pid: int) -> None:
        """Kill an orphan; without users of their own for workers its descendants too, stopped first: a fork bomb outruns kills.

        Not as root: a number may pass to a stranger's process at any moment, which another user's zygote cannot harm.
        """
        below = [] if self.policy["uid"] else meters.tree(pid)[0][1:]
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for descendant in below:
                try:
                    os.kill(descendant, number)
                except OSError:
                    continue
        os.kill(pid, signal.SIGKILL)

    def reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid in self.live:
                self.live.discard(pid)
                self.send({"exit": pid, "status": status})


def main(control: socket.socket, policy: dict[str, Any]) -> None:
    """Enter namespaces and the file system view, then serve. Runs in a fresh child of the stem; never returns."""
    confined = policy["profile"] != "none"
    if confined:
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    if policy["userns"]:
        linux.unshare_user()
    if policy["namespaces"]:
        linux.unshare("pid", "mount", "net", "ipc", "uts")
        inner = os.fork()
        if inner:
            control.close()
            os._exit(os.waitstatus_to_exitcode(os.waitpid(inner, 0)[1]) & 0xFF)
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        view.enter(policy["readable"])
    if sys.platform == "linux":
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
    gc.freeze()
    Zygote(control, policy).serve()
