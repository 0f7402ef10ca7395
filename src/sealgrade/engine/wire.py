"""Plain data as msgpack: the only thing that crosses between grader and worker, in either direction.

A value is None, bool, int, float, str or bytes as itself; everything else is a list whose first item names the kind.
Decoding builds data and nothing else: no class is looked up by name, no code runs, sizes are checked against bytes.

Not covered: sparse, quantised and meta tensors, object arrays, subclasses of the builtins. They arrive as `Handle`.
"""

import math
from typing import Any, NamedTuple

import numpy as np
import torch

from sealgrade.engine.packing import MAX_FRAME, MAX_ITEMS, WireError, pack, unpack

__all__ = ["MAX_FRAME", "MAX_ITEMS", "Handle", "Spec", "WireError", "decode", "encode", "pack", "unpack"]
MAX_DEPTH = 20
MAX_LIST = 500_000
MAX_DIGITS = 4000  # hexadecimal ones of an integer
MAX_KEYS = 1000  # tuples as keys: their hashes can be made to collide, and a dict of colliding keys stalls
INT64 = 1 << 63
PLAIN = (bool, int, float, str, bytes)
TORCH_DTYPES = {
    str(dtype)[6:]: dtype
    for dtype in (
        torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16,
        torch.int8, torch.uint8, torch.bool, torch.complex64, torch.complex128,
    )
}  # fmt: skip
NUMPY_DTYPES = {
    name: np.dtype(name)
    for name in "float64 float32 float16 int64 int32 int16 int8 uint64 uint32 uint16 uint8 bool complex64 complex128".split()
}


class Handle(NamedTuple):
    """Something that stays in the worker: a module, a generator, an instance; can be called again by its number."""

    number: int
    type: str
    text: str


class Spec(NamedTuple):
    """A network as data: `builder` is "module:function" from the course's list of public builders."""

    builder: str
    kwargs: dict[str, Any]
    state: dict[str, torch.Tensor]
    training: bool
    trainable: tuple[str, ...]


def encode(value: Any, opaque: Any = None, depth: int = 0) -> Any:
    """Turn `value` into msgpack-able nodes.

    opaque: called with what this format does not know, returns a `Handle`; None refuses with WireError.
    """
    if depth > MAX_DEPTH:
        raise WireError(f"nested deeper than {MAX_DEPTH} levels")
    kind = type(value)
    if value is None or kind in (bool, float, str, bytes):
        return value
    if kind is int:
        if -INT64 <= value < INT64:
            return value
        if value.bit_length() <= 4 * MAX_DIGITS - 8:
            return ["int", hex(value)]
    if kind in (list, tuple, set, frozenset, dict) and len(value) > MAX_LIST:
        raise WireError(f"a {kind.__name__} of {len(value)} items is too long to send; a tensor or an array is not")
    if kind in (list, tuple, set, frozenset):
        return ["list" if kind is list else "tuple" if kind is tuple else "set", [encode(v, opaque, depth + 1) for v in value]]
    if kind is dict:
        return ["dict", [[encode(k, opaque, depth + 1), encode(v, opaque, depth + 1)] for k, v in value.items()]]
    if kind is Handle:
        return ["handle", *value]
    if kind is Spec:
        return ["spec", value.builder, encode(value.kwargs), encode(value.state), value.training, list(value.trainable)]
    if isinstance(value, torch.Tensor) and value.layout is torch.strided and str(value.dtype)[6:] in TORCH_DTYPES:
        return _encode_tensor(value)
    if isinstance(value, (np.ndarray, np.generic)) and value.dtype.name in NUMPY_DTYPES:
        scalar = isinstance(value, np.generic)
        return ["array", value.dtype.name, list(value.shape), np.ascontiguousarray(value).tobytes(), scalar]
    if opaque is None:
        raise WireError(f"cannot send a {kind.__module__}.{kind.__qualname__}")
    return ["handle", *opaque(value)]


def _encode_tensor(value: torch.Tensor) -> list[Any]:
    data = value.detach().as_subclass(torch.Tensor)
    stride = None if data.is_contiguous() or 0 in data.stride() else list(data.stride())  # expanded: sent whole
    plain = data.view(torch.int16) if data.dtype is torch.bfloat16 else data  # which NumPy does not have
    raw = plain.numpy(force=True).tobytes()  # in C order, whatever the strides
    return ["tensor", str(value.dtype)[6:], list(value.shape), raw, bool(value.requires_grad), stride]


def decode(node: Any, depth: int = 0, trusted: bool = False) -> Any:
    """Turn nodes back into values.

    trusted: the nodes come from the grader: strides are honoured, specs allowed, shapes and keys not checked. Raises WireError
    on anything odd.
    """
    if not isinstance(node, list):
        if node is None or isinstance(node, PLAIN):
            return node
        raise WireError(f"unexpected {type(node).__name__}")
    if depth > MAX_DEPTH or not node or not isinstance(node[0], str):
        raise WireError("bad node")
    try:
        return _decode_kind(node[0], node[1:], depth, trusted)
    except WireError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever odd bytes do to torch, NumPy or a dict
        raise WireError(f"bad {node[0][:20]!r} node: {type(error).__name__}") from None


def _decode_kind(kind: str, rest: list[Any], depth: int, trusted: bool) -> Any:
    if kind == "tensor":
        return _decode_tensor(*rest, trusted=trusted)
    if kind == "array":
        return _decode_array(*rest)
    if kind in ("list", "tuple", "set"):
        (items,) = rest
        values = [decode(v, depth + 1, trusted) for v in items]
        return values if kind == "list" else tuple(values) if kind == "tuple" else _as_set(values)
    if kind == "dict":
        (pairs,) = rest
        decoded = [(decode(k, depth + 1, trusted), decode(v, depth + 1, trusted)) for k, v in pairs]
        if not trusted:
            _check_keys([key for key, _ in decoded])
        return dict(decoded)
    if kind == "int":
        (digits,) = rest
        if len(digits) > MAX_DIGITS:
            raise WireError("integer too long")
        return int(digits, 16)
    if kind == "handle":
        number, name, text = rest
        return Handle(int(number), str(name)[:200], str(text)[:2000])
    if kind == "spec" and trusted:
        builder, kwargs, state, training, trainable = rest
        return Spec(builder, decode(kwargs, trusted=True), decode(state, trusted=True), training, tuple(trainable))
    raise WireError(f"unknown node {kind[:20]!r}")


def _as_set(values: list[Any]) -> set[Any]:
    _check_keys(values)
    return set(values)


def _check_keys(keys: list[Any]) -> None:
    simple = (bool, float, str, bytes, type(None))
    odd = sum(not (isinstance(key, simple) or (isinstance(key, int) and -INT64 <= key < INT64)) for key in keys)
    if odd > MAX_KEYS:
        raise WireError(f"more than {MAX_KEYS} keys that are not plain")


def _check_shape(shape: Any, itemsize: int, raw: Any) -> None:
    if not isinstance(raw, bytes) or not isinstance(shape, list) or len(shape) > 32:
        raise WireError("bad tensor")
    if not all(type(n) is int and n >= 0 for n in shape) or math.prod(shape) * itemsize != len(raw):
        raise WireError("shape does not fit the bytes")


def _decode_tensor(
    dtype: str, shape: list[int], raw: bytes, requires_grad: bool, stride: list[int] | None, *, trusted: bool
) -> torch.Tensor:
    kind = TORCH_DTYPES[dtype]
    if not trusted:
        _check_shape(shape, kind.itemsize, raw)
    flat = torch.frombuffer(bytearray(raw), dtype=kind) if raw else torch.empty(0, dtype=kind)
    data = flat.reshape(shape)
    if trusted and stride is not None:
        data = torch.empty_strided(shape, stride, dtype=kind).copy_(data)
    if trusted and requires_grad:
        data.requires_grad_()
    return data


def _decode_array(dtype: str, shape: list[int], raw: bytes, scalar: bool) -> Any:
    kind = NUMPY_DTYPES[dtype]
    _check_shape(shape, kind.itemsize, raw)
    data = np.frombuffer(bytearray(raw), dtype=kind).reshape(shape)
    return data[()] if scalar else data
