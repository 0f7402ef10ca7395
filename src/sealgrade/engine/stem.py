"""`python -m sealgrade.engine.stem FD...`: one warm process, exec'd with a clean environment, that becomes two per lane.

It imports what the course names (torch and friends) and IPython's shell, then forks a zygote for every lane, and only after that
reads anything secret. So the libraries are in memory once, however many lanes grade side by side, and no zygote has ever seen
a hidden test. The stem itself serves the first lane; a fork of it serves each further one.
"""

import gc
import importlib
import os
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

from sealgrade.engine import channel, hugepages, linux, policy, service, shell, view, zygote
from sealgrade.engine.link import ZygoteLink
from sealgrade.errors import CourseError, MachineError, SealgradeError


def warm(modules: list[str]) -> None:
    """Import for all that will be forked; one thread, since a pool of threads does not survive a fork."""
    for name in modules:
        importlib.import_module(name)
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)
        torch.backends.mkldnn.set_flags(False)  # it compiles kernels for every new shape: 4 ms each, anew in every worker
        importlib.import_module("torch._dynamo")  # else the first optimizer of every worker imports it: 1.1 s and 150 MiB each
        first_calls(torch)
    for name in ("landlockpy", "landlockpy._syscall", "pyprctl", "pyseccomp", "msgpack"):
        if sys.platform == "linux":
            importlib.import_module(name)
    shell.preload()
    os.environ.pop("MPLCONFIGDIR", None)


def first_calls(torch: Any) -> None:
    """What torch sets up at the first convolution, product and gradient: 100 ms, here once and not in every worker and judge.

    Safe before a fork because one thread runs: there is no pool of threads to lose. Whatever this draws is drawn from
    generators that every worker seeds anew.
    """
    for dtype in (torch.float32, torch.float64):
        images = torch.randn(2, 3, 12, 11, dtype=dtype, requires_grad=True)
        for stride in (1, 2):
            kernel = torch.randn(6, 3, 3, 3, dtype=dtype, requires_grad=True)
            features = torch.nn.functional.conv2d(images, kernel, stride=stride, padding=1).tanh()
            scores = torch.nn.functional.softplus(features).mean((2, 3)) @ torch.randn(6, 4, dtype=dtype)
            torch.autograd.grad(scores.gather(1, torch.tensor([[1], [2]])).sum(), [images, kernel])
    torch.func.grad(torch.sum)(torch.ones(1))


def fork_zygote(chosen: dict[str, Any], inherited: list[socket.socket]) -> tuple[int, ZygoteLink]:
    """A new zygote and the way to it. `inherited`: sockets that are none of its business."""
    if os.path.isdir("/proc/self/task") and (threads := len(os.listdir("/proc/self/task"))) != 1:
        raise CourseError(f"After the imports {threads} threads run: a fork would hang.", "Look at `preload` in course.toml.")
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    gc.collect()
    gc.freeze()
    hugepages.collapse()
    pid = os.fork()
    if pid == 0:
        try:
            for sock in (ours, *inherited):
                sock.close()
            zygote.main(theirs, chosen)
        except BaseException as error:  # noqa: BLE001 - said on stderr, seen as a zygote that has gone
            os.write(2, f"zygote: {error!r}\n".encode())
        finally:
            os._exit(71)
    theirs.close()
    link = ZygoteLink(ours, chosen)
    hello, _ = link.read(30.0)
    if not hello:
        raise MachineError("The warm process did not start within 30 s.", "Run `sealgrade doctor`.")
    return pid, link


def fork_service(lane: service.Service, others: list[socket.socket]) -> int:
    """Serve a further lane in a fork, which ends with its coordinator or with the stem."""
    pid = os.fork()
    if pid == 0:
        try:
            linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
            for sock in others:
                sock.close()
            lane.run()
        finally:
            os._exit(0)
    return pid


def main() -> None:
    socks = [socket.socket(fileno=int(number)) for number in sys.argv[1:]]
    setup, _ = channel.receive(socks[0])
    links: list[ZygoteLink] = []
    pids: list[int] = []
    try:
        sys.path[:0] = [str(Path(folder).parent) for folder in setup["packages"]]  # not an installed one of the same name
        readable = view.readable_paths(policy.course_paths(setup["packages"]))
        chosen = policy.choose(setup["profile"], readable, setup["trust"]).as_dict()
        warm(setup["preload"])
        for _ in socks:
            pid, link = fork_zygote(chosen, [*socks, *(link.control for link in links)])
            pids.append(pid)
            links.append(link)
    except SealgradeError as error:
        for sock in socks:
            channel.send(sock, {"error": type(error).__name__, "message": error.message, "hint": error.hint})
        return
    lanes = [service.Service(sock, link, {**setup, "zygote": pid}) for sock, link, pid in zip(socks, links, pids, strict=True)]
    helpers = []
    for lane in lanes[1:]:
        helpers.append(fork_service(lane, [other for each in lanes if each is not lane for other in (each.sock, each.link.control)]))
    for lane in lanes[1:]:
        lane.let_go()
    lanes[0].run()
    for pid in helpers:
        os.waitpid(pid, 0)


if __name__ == "__main__":
    try:
        main()
    except BaseException:  # noqa: BLE001 - into the log, which the coordinator shows
        traceback.print_exc()
    sys.stderr.flush()
    os._exit(0)  # taking the interpreter apart writes to every page that the zygotes share: 200 MiB for nothing
