"""`python -m sealgrade.engine.stem FD`: one warm process, exec'd with a clean environment, that becomes two.

It imports what the course names (torch and friends) and IPython's shell, then forks the zygote, and only after that reads
anything secret. So the libraries are in memory once, and the zygote has never seen a hidden test.
"""

import gc
import importlib
import os
import socket
import sys
from typing import Any

from sealgrade.engine import channel, confine, hugepages, policy, service, shell, view, wire, worker, zygote
from sealgrade.engine.link import ZygoteLink
from sealgrade.errors import SealgradeError


def warm(modules: list[str]) -> None:
    """Import for all that will be forked; one thread, since a pool of threads does not survive a fork."""
    for name in modules:
        importlib.import_module(name)
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)  # type: ignore[attr-defined]
    for name in ("landlockpy", "landlockpy._syscall", "pyprctl", "pyseccomp", "msgpack"):
        if sys.platform == "linux":
            importlib.import_module(name)
    shell.preload()
    os.environ.pop("MPLCONFIGDIR", None)


def fork_zygote(chosen: dict[str, Any], inherited: socket.socket) -> tuple[int, ZygoteLink]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    gc.collect()
    gc.freeze()
    hugepages.collapse()
    pid = os.fork()
    if pid == 0:
        try:
            ours.close()
            inherited.close()
            zygote.main(theirs, chosen)
        except BaseException as error:  # noqa: BLE001 - said on stderr, seen as a zygote that has gone
            os.write(2, f"zygote: {error!r}\n".encode())
        finally:
            os._exit(71)
    theirs.close()
    link = ZygoteLink(ours, chosen)
    hello, _ = link.read(30.0)
    if not hello or hello.get("threads") != 1:
        raise SealgradeError(f"The warm process has {hello and hello.get('threads')} threads; forking it would hang.")
    return pid, link


def main() -> None:
    sock = socket.socket(fileno=int(sys.argv[1]))
    setup, _ = channel.receive(sock)
    try:
        readable = view.readable_paths(policy.course_paths(setup["packages"]))
        chosen = policy.choose(setup["profile"], readable, setup["trust"]).as_dict()
        warm(setup["preload"])
        pid, link = fork_zygote(chosen, sock)
    except SealgradeError as error:
        channel.send(sock, {"error": type(error).__name__, "message": error.message, "hint": error.hint})
        return
    service.Service(sock, link, {**setup, "zygote": pid}).run()


if __name__ == "__main__":
    main()
