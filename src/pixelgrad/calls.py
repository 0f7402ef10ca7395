"""Perform one call of a student's function and report what a test may want to know about it.

This file and its twin in sealgrade are kept identical by a test: it runs in the student's own kernel
and, as the twin, in the sealed worker. It imports the standard library, NumPy and torch, nothing else.

Limits: only what goes through `sys.stdout` is captured (not file descriptor 1), changes are seen in
tensors, arrays, networks and plain containers of them, and the report is made in the process that
ran the student's code, so it is evidence about honest code only.
"""

import contextlib
import io
import time
import traceback
from collections.abc import Callable, Collection, Iterator
from typing import Any

import numpy as np
import torch

PRINTED_LIMIT = 20_000  # characters: a print inside an endless loop must not fill the memory
ITEMS_SHOWN = 8
ARRAYS, SEQUENCES = (torch.Tensor, np.ndarray, np.generic), (list, tuple)
PLAIN = (bool, int, float, str, bytes)
Part = tuple[str, str, str, str]  # which argument, what of it, of which layer, its name there


def perform(
    function: Callable[..., Any],
    args: Collection[Any],
    kwargs: dict[str, Any],
    wrt: Collection[int] = (),
    times: int = 1,
    after: Collection[int | str] = (),
    names: dict[str, Any] | None = None,
    bind: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Call `function(*args, **kwargs)` `times` times on the same objects and report on it.

    Arguments numbered in `wrt` (tensors, or lists of tensors) become leaves that require gradients.
    `bind` stands in for the same names of `names`, the notebook's, while the function runs.
    Returns values (list, one per call), grads {number: d(sum of the last returned tensor)/d(argument),
    None where no gradient flows}, after {number, or name in bind: what it is afterwards}, changed (what the
    calls altered, list of str), printed (str) and seconds (float). Errors of the function pass through.
    """
    bind = bind or {}
    args = [_leaf(arg) if number in wrt else arg for number, arg in enumerate(args)]
    named = {**{f"argument {i}": arg for i, arg in enumerate(args)}, **{f"argument {name}": arg for name, arg in kwargs.items()}}
    named |= {f"name {name}": value for name, value in bind.items()}
    before, printed = _states(named), _Printed()
    values: list[Any] = []
    with contextlib.redirect_stdout(printed), torch.enable_grad(), bound(names or {}, bind):
        start = time.perf_counter()
        for turn in range(times):
            value = function(*args, **kwargs)
            values.append(value if turn == times - 1 else _frozen(value))
        seconds = time.perf_counter() - start
        now = _states(named)  # before differentiating, which could fill gradients itself
        grads = _gradients(value, {number: args[number] for number in wrt})
    changed = [] if before == now else [_named(what) for what in {**before, **now} if before.get(what) != now.get(what)]
    return {
        "values": values,
        "grads": grads,
        "after": {key: bind[key] if isinstance(key, str) else args[key] for key in after},
        "changed": changed,
        "printed": printed.text(),
        "seconds": seconds,
    }


@contextlib.contextmanager
def bound(names: dict[str, Any], values: dict[str, Any]) -> Iterator[None]:
    """Give names other values in the body. Afterwards each has its own again, whatever the body made of it."""
    missing = object()
    before = {name: names.get(name, missing) for name in values}
    names.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            names.pop(name, None) if value is missing else names.update({name: value})


def duplicate(tensor: torch.Tensor) -> torch.Tensor:
    """Copy a tensor with its dtype, strides and requires_grad; the copy is a leaf."""
    strided = all(step > 0 or size < 2 for size, step in zip(tensor.shape, tensor.stride(), strict=True))
    if strided:  # not clone(): it packs a slice, and a test of non-contiguous input would test nothing
        copy = torch.empty_strided(tensor.shape, tensor.stride(), dtype=tensor.dtype, device=tensor.device)
        copy.copy_(tensor.detach())
    else:
        copy = tensor.detach().clone()
    return copy.requires_grad_(tensor.requires_grad)


def describe(value: Any) -> str:
    """Say in a few words what a value is: `float32 (2, 3, 8, 8)`, `int64 [1, 0]`, `a network`."""
    if isinstance(value, ARRAYS):
        return _describe_array(value)
    if isinstance(value, torch.nn.Module):
        return str(getattr(value, "described", "a network"))[:40]
    if isinstance(value, float):
        return f"{value:.6g}"
    if value is None or isinstance(value, PLAIN):
        text = repr(value)
        return text if len(text) <= 40 else f"{text[:37]}..."
    if isinstance(value, SEQUENCES):
        kind = "list" if isinstance(value, list) else "tuple"
        if len(value) > ITEMS_SHOWN:
            return f"a {kind} of {len(value)}"
        inside = ", ".join(describe(item) for item in value)
        return f"[{inside}]" if kind == "list" else f"({inside})"
    if isinstance(value, dict):
        return f"a dict of {len(value)}"
    return f"a {type(value).__name__}"


def describe_call(name: str, args: Collection[Any], kwargs: dict[str, Any]) -> str:
    """Write a call in one line: `f(float32 (2, 3, 8, 8), int64 [1, 0], a network)`."""
    parts = [describe(arg) for arg in args]
    parts += [f"{key}={describe(value)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def describe_error(error: BaseException, function: Any = None) -> str:
    """Say what was raised, and the last line of the student's own code that led to it."""
    message = str(error).strip().splitlines()
    text = f"{type(error).__name__}: {message[0]}" if message else type(error).__name__
    home = getattr(getattr(function, "__code__", None), "co_filename", None)
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == home]
    if own:
        line = (own[-1].line or "").strip()
        text += f"\nin line {own[-1].lineno} of the cell with {own[-1].name}" + (f": {line}" if line else "")
    return text


class _Printed(io.TextIOBase):
    """Keep the beginning of what is printed and forget the rest."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._room = PRINTED_LIMIT

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._parts.append(text[: self._room])
        self._room -= len(self._parts[-1])
        return len(text)

    def text(self) -> str:
        return "".join(self._parts)


def _describe_array(value: Any) -> str:
    dtype = str(value.dtype).removeprefix("torch.")
    if value.ndim == 0:
        item = value.item()
        return f"{dtype} {item:.6g}" if isinstance(item, float) else f"{dtype} {item}"
    whole = not (dtype.startswith(("float", "bfloat", "complex")))
    if value.ndim == 1 and whole and len(value) <= ITEMS_SHOWN:
        return f"{dtype} {value.tolist()}"
    return f"{dtype} {tuple(value.shape)}"


def _leaf(value: Any) -> Any:
    if isinstance(value, SEQUENCES):
        return type(value)(_leaf(item) for item in value)
    return duplicate(value).requires_grad_()


def _frozen(value: Any) -> Any:
    """A tensor as it is now: the next call may change it in place."""
    return value.detach().clone() if isinstance(value, torch.Tensor) else value


def _states(named: dict[str, Any]) -> dict[Part, Any]:
    """Everything observable of the arguments: {what it is: its parts, bit for bit}."""
    found: dict[Part, Any] = {}
    for label, value in named.items():
        _collect(label, value, found)
    return found


def _named(part: Part) -> str:
    """`argument 2: parameter 0.weight`."""
    label, what, *place = part
    return ": ".join(filter(None, [label, " ".join(filter(None, [what, ".".join(filter(None, place))]))]))


def _collect(label: str, value: Any, found: dict[Part, Any]) -> None:
    if isinstance(value, torch.nn.Module):
        modules = list(value.named_modules())
        found[label, "training mode", "", ""] = [module.training for _, module in modules]
        for where, module in modules:
            for name, parameter in module._parameters.items():
                if parameter is not None:
                    found[label, "parameter", where, name] = _bits(parameter)
                    if parameter.grad is not None:
                        found[label, "gradient of", where, name] = _bits(parameter.grad)
            for name, buffer in module._buffers.items():
                if buffer is not None:
                    found[label, "buffer", where, name] = _bits(buffer)
    elif isinstance(value, torch.Tensor):
        found.setdefault((label, "", "", ""), []).append(_bits(value))
        found.setdefault((label, "gradient", "", ""), []).append(_bits(value.grad if value.is_leaf else None))
    elif isinstance(value, np.ndarray):
        found.setdefault((label, "", "", ""), []).append((str(value.dtype), value.shape, value.tobytes()))
    elif isinstance(value, (*SEQUENCES, dict)):
        found.setdefault((label, "", "", ""), []).append((type(value).__name__, len(value)))
        for item in value.values() if isinstance(value, dict) else value:
            _collect(label, item, found)
    elif value is None or isinstance(value, PLAIN):
        found.setdefault((label, "", "", ""), []).append(repr(value))


def _bits(tensor: torch.Tensor | None) -> tuple[torch.dtype, torch.Size, bytes] | None:
    """dtype, shape and bytes: equal for equal bits, also where a value is NaN."""
    if tensor is None:
        return None
    try:
        data = tensor.numpy(force=True).tobytes()
    except TypeError:  # a dtype that NumPy does not have; clone: contiguous() leaves a single value the stride of its row
        data = tensor.detach().cpu().reshape(-1).clone(memory_format=torch.contiguous_format).view(torch.uint8).numpy().tobytes()
    return tensor.dtype, tensor.shape, data


def _gradients(value: Any, wanted: dict[int, Any]) -> dict[int, Any]:
    """d(sum of the first tensor in value)/d(each wanted argument); lists of tensors give lists."""
    result = next((item for item in (value if isinstance(value, SEQUENCES) else [value]) if isinstance(item, torch.Tensor)), None)
    if result is None or not result.requires_grad:
        return dict.fromkeys(wanted)
    flat = [leaf for arg in wanted.values() for leaf in (arg if isinstance(arg, SEQUENCES) else [arg])]
    found = torch.autograd.grad(result.sum(), flat, allow_unused=True) if flat else ()
    grads: Iterator[torch.Tensor | None] = iter(found)
    return {number: [next(grads) for _ in arg] if isinstance(arg, SEQUENCES) else next(grads) for number, arg in wanted.items()}
