"""The student's functions as the checks see them: called in this process, on copies, seeded, with a time limit.

The hidden tests see the same functions through another object with the same methods, whose calls run elsewhere.

Limits: only Python code in the main thread of a Unix process can be interrupted.
"""

import contextlib
import copy
import functools
import signal
import threading
from dataclasses import dataclass, field

import numpy as np
import torch

from pixelgrad.calls import describe, describe_call, describe_error, duplicate, perform
from pixelgrad.device import seed_everything
from pixelgrad.progress import silent

SEED = 20
LIMIT = 10.0  # seconds per call, unless a test is marked with another limit


class CallFailed(Exception):
    """The student's function could not be called or did not return; the text is for the student."""

    def __init__(self, text, kind, function=None):
        super().__init__(text)
        self.kind = kind  # name of the exception's type: NotImplementedError, TypeError, TooSlow, Missing
        self.function = function  # for NotImplementedError: what is still to be written


class TooSlow(BaseException):
    """Raised inside the student's code; not an Exception, so that `except Exception` lets it pass."""


@dataclass(frozen=True)
class Call:
    """One call of a student's function and everything a test may ask about it."""

    text: str
    values: tuple
    grads: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)
    changed: tuple = ()
    printed: str = ""
    seconds: float = 0.0

    @property
    def value(self):
        return self.values[-1]


class LocalStudent:
    """A student's functions, called in this process: `student.f(X)` or `student.call("f", X, times=2)`.

    Arguments are copied first and the random generators seeded, so every call stands alone.
    """

    def __init__(self, namespace, seed=SEED, limit=LIMIT, slow=None):
        self._namespace, self._seed, self._limit = namespace, seed, limit
        self._slow = set() if slow is None else slow  # functions that did not return: not waited for again

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return functools.partial(self._value, name)

    def _value(self, name, /, *args, **kwargs):
        return self._report(name, args, kwargs).value

    def call(self, names, /, *args, wrt=(), times=1, after=(), bind=None, **kwargs):
        """Call the first function of `names` (one name or a list) that the student defined.

        `bind` stands in for names of the notebook during the call: {"cnn": a small network}.
        """
        return self._report(names, args, kwargs, bind, wrt=wrt, times=times, after=after)

    def _report(self, names, args, kwargs, bind=None, **options):
        name, function = self._find([names] if isinstance(names, str) else list(names))
        args, kwargs, bind = copied((list(args), kwargs, bind or {}))
        text = describe_call(name, args, kwargs)
        if name in self._slow:
            raise CallFailed(f"Not tried: {name} did not return in time above.", "TooSlow")
        seed_everything(self._seed % 2**32)
        try:
            with deadline(self._limit), silent():
                result = perform(function, args, kwargs, names=self._namespace, bind=bind, **options)
        except TooSlow:
            self._slow.add(name)
            late = f"Called {text}\nIt did not return within {self._limit:g} seconds. Does every loop end?"
            raise CallFailed(late, "TooSlow") from None
        except NotImplementedError as error:
            left = str(error) if str(error).isidentifier() else name
            raise CallFailed(f"{left} is not implemented yet.", "NotImplementedError", left) from None
        except Exception as error:
            told = describe_error(error, function)
            raise CallFailed(f"Called {text}\nIt raised {told}", type(error).__name__) from error
        values = tuple(result.pop("values"))
        result["changed"] = tuple(result["changed"])
        return Call(f"{text} -> {describe(values[-1])}", values, **result)

    def _find(self, names):
        for name in names:
            if callable(self._namespace.get(name)):
                return name, self._namespace[name]
        raise CallFailed(f"{names[0]} is not defined here. Run the cell that defines it, then this check again.", "Missing", names[0])


def copied(value, seen=None):
    """Deep copy of arguments; tensors keep their strides, the same object twice stays the same object."""
    seen = {} if seen is None else seen
    if id(value) in seen:
        return seen[id(value)]
    if isinstance(value, list | tuple):
        return type(value)(copied(item, seen) for item in value)
    if isinstance(value, dict):
        return {key: copied(item, seen) for key, item in value.items()}
    if type(value) is torch.Tensor:
        seen[id(value)] = duplicate(value)
    elif isinstance(value, np.ndarray):
        seen[id(value)] = value.copy(order="K")
    else:
        seen[id(value)] = copy.deepcopy(value)
    return seen[id(value)]


@contextlib.contextmanager
def deadline(seconds):
    """Raise TooSlow in the body after `seconds`, where the platform can interrupt it."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number, frame):
        raise TooSlow

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
