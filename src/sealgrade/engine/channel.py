"""Frames on a stream socket: four bytes of length, then msgpack. The blocking half, for what comes from the grader's side."""

import socket
import struct
from typing import Any

from sealgrade.engine import packing

HEADER = struct.Struct(">I")


class Closed(Exception):
    """The other end has gone."""


def frame(message: Any) -> bytes:
    data = packing.pack(message)
    if len(data) > packing.MAX_FRAME:
        raise packing.WireError(f"{len(data) >> 20} MiB in one message, at most {packing.MAX_FRAME >> 20}")
    return HEADER.pack(len(data)) + data


def send(sock: socket.socket, message: Any) -> None:
    sock.sendall(frame(message))


def receive(sock: socket.socket) -> tuple[Any, list[int]]:
    """One message and the descriptors that came with it. Raises Closed at the end of the stream."""
    head, fds, _, _ = socket.recv_fds(sock, HEADER.size, 4)
    while len(head) < HEADER.size:
        more = sock.recv(HEADER.size - len(head))
        if not head or not more:
            raise Closed
        head += more
    (size,) = HEADER.unpack(head)
    body = bytearray(size)
    view, got = memoryview(body), 0
    while got < size:
        count = sock.recv_into(view[got:])
        if not count:
            raise Closed
        got += count
    return packing.unpack(body, trusted=True), fds
