"""Frames as bytes: bounded msgpack, in either direction. Apart from `wire`, so that the coordinator never loads torch."""

from typing import Any

import msgpack

MAX_FRAME = 256 << 20  # bytes
MAX_ITEMS = 2_000_000  # in one frame


class WireError(ValueError):
    """Bytes that are not one well-formed value of this format."""


def pack(value: Any) -> bytes:
    return bytes(msgpack.packb(value, use_bin_type=True))


def unpack(frame: bytes | bytearray | memoryview, trusted: bool = False) -> Any:
    """msgpack with a bound on the number of items in all: a byte can announce a list, and a list takes 56. None when trusted."""
    left = [MAX_ITEMS]

    def count(container: Any) -> Any:
        left[0] -= 1 + len(container)
        if left[0] < 0:
            raise WireError(f"more than {MAX_ITEMS} items")
        return container

    try:
        return msgpack.unpackb(
            frame, raw=False, max_bin_len=MAX_FRAME, max_str_len=MAX_FRAME, max_array_len=min(MAX_ITEMS, len(frame)),
            max_map_len=1000, max_ext_len=0, **({} if trusted else {"list_hook": count, "object_hook": count}),
        )  # fmt: skip
    except WireError:
        raise
    except Exception as error:  # noqa: BLE001 - msgpack's own family, ValueError, UnicodeDecodeError, RecursionError
        raise WireError(f"not msgpack: {type(error).__name__}") from None
