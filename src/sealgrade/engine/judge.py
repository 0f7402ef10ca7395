"""The judge: pytest's hidden tests against one submission. Trusted; forked anew for every submission.

The tests are collected once, in the parent; here they run, all in one child of the worker for as long as all goes well. A fork
of torch's CUDA build costs 10 to 20 ms of page faults, more than most tests. A test that fails after others ran in its child is
tried again in a fresh one, and only that counts: no test suffers from what another one left. Every expected test gets an explicit
result. A test that cannot run for a reason of ours raises, and the submission has no score then.
"""

import hashlib
import math
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeGuard

import pytest

from sealgrade.engine import canary
from sealgrade.engine.link import ZygoteLink
from sealgrade.engine.proxy import Student, submission_seed
from sealgrade.engine.sandbox import Limits, Worker
from sealgrade.engine.session import Session
from sealgrade.engine.worker import seed_everything
from sealgrade.errors import CourseError, MachineError, SubmissionError
from sealgrade.results import ExerciseResult, NotebookResult, TestResult, score_of

IMPATIENT = 1.0  # seconds per call once a test of the same exercise has timed out: an endless loop costs seconds, not minutes
CLEAN = ("", "blank", "missing")  # outcomes after which a child is as good as new
MESSAGE = 1500  # characters of a message kept
RUNNING: pytest.StashKey["Judge"] = pytest.StashKey()
OURS = {"student", "seed", "request"}  # fixtures that need nothing of pytest's; the two ask for the third


@lru_cache(maxsize=4096)  # asked several times for every test of every submission
def exercise_of(item: pytest.Item) -> str:
    return item.path.stem.removeprefix("test_")


@lru_cache(maxsize=16384)  # the service asks before it forks, so no judge has to look again
def mark_of(item: pytest.Item, name: str, default: Any) -> Any:
    mark = item.get_closest_marker(name)
    return mark.args[0] if mark else default


@lru_cache(maxsize=4096)
def title_of(item: pytest.Item) -> str:
    text = (getattr(item, "function", item).__doc__ or "").strip()
    return text.splitlines()[0] if text else item.name.removeprefix("test_").replace("_", " ")


def is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and math.isfinite(value)


class Judge:
    """Grades one task (see `client.Task`) in a worker of `link`."""

    def __init__(self, link: ZygoteLink, task: dict[str, Any], scratch: str) -> None:
        self.link, self.task = link, task
        self.limits = Limits(**task["limits"])
        self.seed = submission_seed(task["identity"])
        self.uid = task["uid"]
        files = [(name, data) for name, data in task["files"]]
        cells = [(index, source) for index, source in task["cells"]]
        seed = int.from_bytes(hashlib.sha256(f"{self.seed}:cells".encode()).digest()[:6], "big")  # not the one the tests draw from
        self.session = Session(lambda: Worker(link, self.limits, seed, self.uid, scratch), cells, files)
        self.students: dict[str, Student] = {}
        self.shared: Student | None = None  # whose child the next test may use
        self.late: set[str] = set()  # exercises in which a test has timed out

    def grade(self, items: list[pytest.Item]) -> NotebookResult:
        start = time.perf_counter()
        seed_everything(self.seed)  # what a hidden test draws is drawn alike on every machine
        self.link.ask({"do": "reset"})
        cells = self.session.run()
        exercises = []
        for wanted in self.task["exercises"]:
            named = wanted.get("only")  # tests by name, when not all of the exercise's are asked for
            chosen = [item for item in items if exercise_of(item) == wanted["id"] and (not named or item.name in named)]
            tests = [self.run_test(item) for item in chosen]
            score = score_of(wanted["points"], wanted["rule"], tests)
            exercises.append(ExerciseResult(exercise=wanted["id"], points=wanted["points"], rule=wanted["rule"], score=score, tests=tests))
        self.share(None)
        layers = self.session.worker.layers if self.session.worker else []
        self.session.close()
        kinds = {test.kind for exercise in exercises for test in exercise.tests}
        if kinds == {"died"}:
            canary.sing(self.session.spawn())  # was it the submission, or is it the engine?
        policy = self.link.policy
        return NotebookResult(
            notebook=self.task["notebook"], seed=self.seed, exercises=exercises, cells=cells, notes=self.session.notes,
            profile=policy["profile"], layers=layers, missing_layers=policy["missing"],
            trusted_submission=policy["profile"] == "none", peak_mib=round(self.session.peak_mib, 1),
            seconds=round(time.perf_counter() - start, 4),
        )  # fmt: skip

    def student_for(self, item: pytest.Item) -> Student:
        """A fresh proxy for one test; the fixture `student`."""
        name = f"{exercise_of(item)}::{item.name}"
        limit = float(mark_of(item, "limit", None) or self.limits.call_s)
        if exercise_of(item) in self.late:
            limit = min(limit, IMPATIENT)
        self.students[item.nodeid] = student = Student(self.session.ready, name, self.seed, limit)
        if self.shared is not None:
            student.adopt(self.shared)
        return student

    def seed_for(self, item: pytest.Item) -> int:
        """Drawn from the submission; the fixture `seed`."""
        return self.seed % 2**31

    def share(self, student: Student | None) -> None:
        """Keep the child of this test for the next one; None: let go of it."""
        if self.shared is not None and self.shared is not student:
            self.shared.close()
        self.shared = student

    def run_test(self, item: pytest.Item) -> TestResult:
        result, adopted = self.attempt(item)
        if adopted and result.kind not in CLEAN:
            result, _ = self.attempt(item)
        return result

    def attempt(self, item: pytest.Item) -> tuple[TestResult, bool]:
        """One run of a test, and whether other tests had run in its child before."""
        start = time.perf_counter()
        item.session.config.stash[RUNNING] = self
        item.user_properties.clear()
        try:
            errors = run_item(item, self)
        finally:
            student = self.students.pop(item.nodeid, None)
        self.share(student)
        kind, message = verdict(errors, student, item.name)
        if kind not in CLEAN:
            self.share(None)
        if kind == "timeout":
            self.late.add(exercise_of(item))
        result = TestResult(
            name=item.name, title=title_of(item), hint=mark_of(item, "hint", ""), share=float(mark_of(item, "points", 1.0)),
            outcome="failed" if kind else "passed", kind=kind, message=message[:MESSAGE],
            call=student.last_call if student else "", seconds=round(time.perf_counter() - start, 4),
            measured={} if kind else {str(name): float(number) for name, number in item.user_properties if is_number(number)},
        )  # fmt: skip
        return result, bool(student and student.adopted)


def run_item(item: Any, judge: Judge) -> list[BaseException]:
    """Run one test; what was raised, in order. Empty: it passed.

    A test that wants no more than our two fixtures is simply called, any other is set up, run and torn down by pytest's own
    steps: in both cases without the hooks of pytest's plugins, which take longer than most tests. So marks that only hooks
    heed, skip and xfail, do not work; `plugin.unheeded` refuses them.
    """
    state: Any = item.session._setupstate
    errors: list[BaseException] = []
    steps: list[Callable[[], Any]]
    if OURS.issuperset(item.fixturenames) and "request" not in item._fixtureinfo.argnames:
        ours = {"student": judge.student_for, "seed": judge.seed_for}
        steps = [lambda: item.obj(**{name: ours[name](item) for name in item._fixtureinfo.argnames})]
    else:
        state.stack.clear()
        item._initrequest()
        steps = [lambda: (state.setup(item), item.runtest()), lambda: state.teardown_exact(None)]
    for step in steps:
        try:
            step()
        except (KeyboardInterrupt, pytest.exit.Exception):
            raise
        except BaseException as error:  # noqa: BLE001 - the verdict says whose it is
            errors.append(error)
    return errors


def verdict(errors: list[BaseException], student: Student | None, test: str) -> tuple[str, str]:
    """('', '') when nothing went wrong; else the kind of failure and the text for the student.

    Raises CourseError or MachineError when the failure is not the student's.
    """
    if not errors:
        return "", ""
    error = errors[0]
    if isinstance(error, SubmissionError):
        return error.kind, error.message
    if isinstance(error, AssertionError):
        return "property", str(error)
    if isinstance(error, MachineError | MemoryError | OSError):
        raise MachineError(f"The hidden test {test} could not run: {error!r}", "Run the command again; finished work is kept.")
    if student is not None and student.answered and isinstance(error, Exception):
        return "property", f"what came back could not be used: {type(error).__name__}: {error}"
    raise CourseError(f"The hidden test {test} fails by itself: {error!r}", "Run `sealgrade verify` on the assignment.")
