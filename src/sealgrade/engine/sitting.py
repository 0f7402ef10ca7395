"""The process in which a judge sits: a fork of the service that is asked, answers in one frame, and is let go or asked again."""

import os
import select
import signal
import socket
import time
import traceback
from collections.abc import Callable
from typing import Any

from sealgrade.engine import channel, linux


class Sitting:
    """Forks; `serve(sock)` runs in the child, until it returns or the other end of `sock` is closed."""

    def __init__(self, serve: Callable[[socket.socket], None]) -> None:
        self.sock, theirs = socket.socketpair()
        self.heard = 0
        self.pid = os.fork()
        if self.pid == 0:
            self.sock.close()
            linux.keep_heap()
            try:
                serve(theirs)
            except BaseException:  # noqa: BLE001 - the parent reports that nothing came
                traceback.print_exc()
            finally:
                os._exit(0)
        theirs.close()

    def ask(self, task: dict[str, Any], limit: float) -> bytes | None:
        """The frame it answers with, or what came of it before it ended; None when neither comes within `limit` seconds."""
        self.heard += 1
        data, end, size = bytearray(), time.monotonic() + limit, 4
        try:
            channel.send(self.sock, task)
        except OSError:
            return b""
        while len(data) < size:
            if not select.select([self.sock], [], [], max(0.0, end - time.monotonic()))[0]:
                return None
            try:
                more = self.sock.recv(1 << 20)
            except OSError:
                more = b""
            if not more:
                break
            data += more
            if len(data) >= 4:
                size = 4 + int.from_bytes(data[:4], "big")
        return bytes(data)

    def rise(self, at_once: bool = False) -> int:
        """End it, with SIGKILL where it may hang; its wait status."""
        self.sock.close()
        if at_once:
            os.kill(self.pid, signal.SIGKILL)
        return os.waitpid(self.pid, 0)[1]
