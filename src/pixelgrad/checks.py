"""The checks a student runs: `check("compute_saliency_maps")` prints one line per property.

The checks are ordinary pytest files; here they run in the student's own kernel with a `student`
fixture bound to the notebook's names. Hidden tests use the same fixture, served from elsewhere.

Limits: a check runs with the student's privileges; it is a help for the student, never a grade.
"""

import contextlib
import os
import random
import sys
import textwrap
import warnings
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
import torch

from pixelgrad.student import LIMIT, SEED, CallFailed, LocalStudent
from pixelgrad.testing import Unusable

PYTEST = [
    "--import-mode=importlib",
    "--noconftest",
    "--assert=plain",
    "--capture=no",
    "-c",
    os.devnull,
    *(
        part
        for name in ("cacheprovider", "terminal", "warnings", "logging", "faulthandler", "threadexception", "unraisableexception")
        for part in ("-p", f"no:{name}")
    ),
]


class BrokenCheck(Exception):
    """A file of checks that cannot be read; a fault of the course."""


@dataclass
class Outcome:
    """What one property came to. `error` is None when it holds."""

    name: str
    title: str
    hint: str | None = None
    points: float = 1
    error: BaseException | None = None
    seconds: float = 0.0


class Properties:
    """A pytest plugin: offers `student` and `seed` to the tests and keeps one Outcome per test."""

    def __init__(self, namespace, seed):
        self.namespace, self.drawn, self.outcomes, self.slow = namespace, seed, [], set()

    def pytest_configure(self, config):
        config.option.tbstyle = "no"  # tracebacks are never shown: save the time to write them
        for line in (
            "hint(text): the likeliest cause of a failure",
            "points(share): weight inside the exercise",
            "limit(seconds): time allowed per call",
        ):
            config.addinivalue_line("markers", line)

    @pytest.fixture
    def seed(self):
        return self.drawn

    @pytest.fixture
    def student(self, request):
        limit = request.node.get_closest_marker("limit")
        return LocalStudent(self.namespace, self.drawn, limit.args[0] if limit else LIMIT, self.slow)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        if call.when == "call" or call.excinfo:
            document = (item.function.__doc__ or item.name).strip().splitlines()[0]
            hint, points = (item.get_closest_marker(mark) for mark in ("hint", "points"))
            self.outcomes.append(
                Outcome(
                    item.name,
                    document,
                    hint and hint.args[0],
                    points.args[0] if points else 1,
                    call.excinfo.value if call.excinfo else None,
                    call.duration,
                )
            )
        return (yield)

    def pytest_collectreport(self, report):
        if report.failed:
            self.outcomes.append(Outcome(report.nodeid, "", error=BrokenCheck(str(report.longrepr).strip())))


def run(files, namespace, seed=SEED, select=None):
    """Run test files against a namespace of functions; return one Outcome per test, in order."""
    plugin, loaded = Properties(namespace, seed), set(sys.modules)
    chosen = ["-k", select] if select else []
    clean = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": "", "PYTHONDONTWRITEBYTECODE": "1"}
    with mock.patch.dict(os.environ, clean), kept_dice(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.main([*PYTEST, *chosen, *map(str, files)], plugins=[plugin])
    for name in set(sys.modules) - loaded:  # a file edited meanwhile is read again by the next check
        if getattr(sys.modules[name], "__file__", None) in {str(Path(file).resolve()) for file in files}:
            del sys.modules[name]
    return plugin.outcomes


def check(exercise, namespace=None, folder="."):
    """Run the checks of an exercise on the functions defined so far and print what they found."""
    namespace = sys._getframe(1).f_globals if namespace is None else namespace  # in a notebook: its own names
    file = find(exercise, Path(folder))
    if file is None:
        print(f"There are no checks for {exercise!r} here. Is the folder 'checks' beside the notebook?")
        return
    print("\n".join(report(exercise, run([file], namespace))))


def needs(*names, namespace=None):
    """Stop a cell whose input is not made yet, because a cell above has stopped at an exercise. Raises NotImplementedError."""
    namespace = sys._getframe(1).f_globals if namespace is None else namespace
    if missing := [name for name in names if name not in namespace]:
        raise NotImplementedError(f"{' and '.join(missing)}: made by a cell above, once its exercise is solved")


def find(exercise, folder):
    """The file of visible checks: in `checks` beside the notebook, else in the course's own tests."""
    name, folder = f"test_{exercise}.py", folder.resolve()
    for parent in (folder, *folder.parents):
        found = [parent / "checks" / name, *sorted(parent.glob(f"tests/*/visible/{name}"))]
        found = [file for file in found if file.is_file()]
        if found:  # the same exercise may occur in two problem sets: the folder's own name decides
            return max(found, key=lambda file: file.parent.parent.name in folder.parts)
    return None


def report(exercise, outcomes):
    """Lines for the student: one per property; under a failed one what happened, and the hint."""
    if not outcomes or isinstance(outcomes[0].error, BrokenCheck):
        why = str(outcomes[0].error).splitlines()[-1:] if outcomes else []
        return [f"The checks of {exercise} could not run: a fault of the course, not yours.", *why]
    left = {
        kind: [o.error.function for o in outcomes if getattr(o.error, "kind", None) == kind] for kind in ("NotImplementedError", "Missing")
    }
    lines = []
    tried = [o for o in outcomes if getattr(o.error, "kind", None) not in left]
    seen = set()  # the same trouble again is told in one line
    for outcome in tried:
        lines += wrapped(f"{'fails' if outcome.error else 'holds'}  {outcome.title}")
        lines += [part for line in told(outcome, seen) for part in wrapped(f"       {line}")]
    if len(tried) > 1:
        held = sum(outcome.error is None for outcome in tried)
        lines.append(f"{'All' if held == len(tried) else held} {'of ' if held < len(tried) else ''}{len(tried)} properties hold.")
    lines += [f"{name} is not implemented yet." for name in dict.fromkeys(left["NotImplementedError"])]
    lines += [f"{name} is not defined yet: run its cell first." for name in dict.fromkeys(left["Missing"])]
    return lines


def wrapped(line):
    """The line broken at the width of the PDF, indented alike."""
    return textwrap.wrap(line, 79, subsequent_indent=" " * 7, break_long_words=False) or [""]


def told(outcome, seen):
    """What went wrong, for the student; `seen` holds the troubles that were told in full before."""
    error, hint = outcome.error, [f"Hint: {outcome.hint}"] if outcome.hint else []
    if error is None:
        return []
    if isinstance(error, CallFailed):  # it says itself what to mend: the property was never looked at
        lines = str(error).splitlines()
        trouble = (error.kind, lines[-1])
        if error.kind != "TooSlow":
            lines, hint = [f"It raised {error.kind} again, as above."] if trouble in seen else lines, []
        elif lines[0].startswith("Not tried"):
            hint = []
    elif isinstance(error, Unusable):  # the hint of the first such property is about the kind or the shape
        lines, trouble = str(error).splitlines(), Unusable
        hint = [] if trouble in seen else hint
    elif isinstance(error, AssertionError):
        lines, trouble = str(error).splitlines(), None
    else:
        what = (str(error).strip() or "no message").splitlines()
        lines, trouble = [f"The check could not work with what came back ({type(error).__name__}: {what[-1]})."], None
    seen.add(trouble)
    return lines + hint


@contextlib.contextmanager
def kept_dice():
    """Give the notebook its random numbers back: a check must not change what the next cell draws."""
    kept = random.getstate(), np.random.get_state(), torch.get_rng_state()
    try:
        yield
    finally:
        random.setstate(kept[0])
        np.random.set_state(kept[1])
        torch.set_rng_state(kept[2])
