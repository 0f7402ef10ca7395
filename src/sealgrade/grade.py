"""`sealgrade grade`: every submission of an assignment, side by side in one engine, scores by nbgrader's own autograde.

Results are worked out in the lanes of the engine in any order; nbgrader's steps, which write the gradebook and the graded
notebooks, run here alone, one submission after the other, as with `nbgrader autograde`. The ledger says what is finished:
an interrupted run goes on where it stopped. A submission without a result has no grade, and a note says why.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sealgrade import report, scoring
from sealgrade.api import last_words, nbgrader_api, require_assignment, require_same_release
from sealgrade.course import Course
from sealgrade.engine.client import Task
from sealgrade.errors import CourseError, MachineError, SealgradeError
from sealgrade.nbgrader_steps import restored, skeleton
from sealgrade.pool import Pool, lanes_for
from sealgrade.results import NotebookResult

DISK = "Make room on the disk, then run the same command again; finished work is kept."


@dataclass
class Row:
    """One submission in the summary. `machine`: why its grade is missing, through no fault of the student's."""

    student: str
    results: list[NotebookResult] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    machine: str = ""
    unchanged: bool = False  # graded by an earlier run, and nothing has changed since

    @property
    def score(self) -> float:
        return sum(result.score for result in self.results)

    @property
    def reasons(self) -> list[str]:
        """Why points were lost: what is wrong with the hand-in, then a line per exercise."""
        return [*self.notes, *(line for result in self.results for line in report.reasons(result))]

    @property
    def outcome(self) -> str:
        """In one or two words, for the running table."""
        if self.machine:
            return "grade missing"
        if not self.results:
            return "not handed in"
        points = sum(result.points for result in self.results)
        return "full marks" if self.score >= points and not self.notes else "points lost" if self.score > 0 else "nothing earned"


@dataclass
class Choice:
    """Which submissions, and how. `force`: what is finished, too. `only_failed`: only those whose grade is missing."""

    students: list[str] | None = None
    force: bool = False
    only_failed: bool = False
    jobs: int | None = None


@dataclass
class Case:
    """One submission on its way: a row that fills, and how many of its notebooks are still being graded."""

    row: Row
    folder: Path
    keys: dict[str, str]
    waiting: int = 0
    found: dict[str, tuple[bytes, NotebookResult]] = field(default_factory=dict)
    failure: SealgradeError | None = None


def grade(course: Course, slug: str, choice: Choice | None = None, done: Callable[[Row], None] = lambda row: None) -> list[Row]:
    """Grade the submissions that `choice` names and that are not finished; `done` is called with each row as it is there.

    Raises CourseError for a mistake of the course's, MachineError when nothing can go on; finished work is kept in any case.
    """
    run = Run(course, slug, choice or Choice(), done)
    try:
        run.go()
    except OSError as error:
        raise MachineError(f"Grading stopped: {error.strerror or error}.", DISK) from None
    return sorted(run.rows, key=lambda row: row.student)


def chosen(course: Course, slug: str, choice: Choice) -> dict[str, Path]:
    """Student -> folder, of the submissions that `choice` names."""
    everybody = course.submitted(slug)
    wanted = {name: folder for name, folder in everybody.items() if choice.students is None or name in choice.students}
    if choice.only_failed:
        ledger = scoring.ledger_for(course, slug)
        return {name: folder for name, folder in wanted.items() if not ledger.recorded(name)}
    return wanted


class Run:
    """One run of `sealgrade grade`."""

    def __init__(self, course: Course, slug: str, choice: Choice, done: Callable[[Row], None]) -> None:
        self.course, self.slug, self.choice, self.done = course, slug, choice, done
        self.names = [notebook.name for notebook in course.pick(slug).notebook]
        self.api, self.ledger = nbgrader_api(course), scoring.ledger_for(course, slug)
        self.course_file = hashlib.sha256((course.root / "course.toml").read_bytes()).hexdigest()
        self.rows: list[Row] = []

    def go(self) -> None:
        require_assignment(self.api, self.slug)
        with self.api.gradebook as gradebook:
            for name in self.names:
                require_same_release(gradebook, self.slug, name, skeleton(self.course, self.slug, name))
            known = {submission.student_id for submission in gradebook.assignment_submissions(self.slug)}
        wanted = chosen(self.course, self.slug, self.choice)
        lanes = lanes_for(self.choice.jobs, len(wanted) * len(self.names))
        pool = Pool(lambda number: scoring.engine_for(self.course, self.slug, number), lanes, scoring.forget_engines)
        for (case, name, identity), outcome in pool.run(self.work(wanted, known)):
            if isinstance(outcome, SealgradeError):
                case.failure = outcome
            else:
                case.found[name] = identity, self.keep(case, name, outcome)
            case.waiting -= 1
            if not case.waiting:
                self.record(case)

    def work(self, wanted: dict[str, Path], known: set[str]) -> Iterator[tuple[tuple[Case, str, bytes], Task]]:
        """What the engine has to do; submissions that need nothing of it are finished on the way."""
        for student, folder in wanted.items():
            here = [name for name in self.names if (folder / f"{name}.ipynb").is_file()]
            case = Case(Row(student), folder, {name: self.ledger.key(name, folder) for name in here})
            case.row.notes += list(_absent(folder, self.names))
            if not here or (student in known and self.finished(case)):
                self.finish(case.row)
                continue
            tasks = [(name, task) for name in here if (task := self.task(case, name)) is not None]
            case.waiting = len(tasks)
            for name, task in tasks:
                yield (case, name, task.identity), task
            if not tasks:
                self.record(case)

    def finished(self, case: Case) -> bool:
        """Whether an earlier run did all of this; its results then fill the row."""
        student = case.row.student
        if self.choice.force or self.ledger.recorded(student) != self.stamp(case):
            return False
        graded = self.course.root / "autograded" / student / self.slug
        results = [self.ledger.find(student, name, key) for name, key in case.keys.items() if (graded / f"{name}.ipynb").is_file()]
        case.row.results = [result for result in results if result is not None]
        case.row.unchanged = len(case.row.results) == len(case.keys)
        return case.row.unchanged

    def stamp(self, case: Case) -> str:
        """What the gradebook's entry depends on: the results, when it was handed in, and the course's rules."""
        when = case.folder / "timestamp.txt"
        text = json.dumps([case.keys, when.read_text() if when.is_file() else "", self.course_file], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def task(self, case: Case, name: str) -> Task | None:
        """The task of one notebook; None when the ledger has its result already."""
        nb = restored(self.course, self.slug, (case.folder / f"{name}.ipynb").resolve())
        notebook = self.course.pick(self.slug).find(name)
        task = scoring.task_for(nb, notebook, scoring.files_beside(case.folder), scoring.rerun())
        result = None if self.choice.force else self.ledger.find(case.row.student, name, case.keys[name])
        if result is not None:
            case.found[name] = task.identity, result
            return None
        return task

    def keep(self, case: Case, name: str, result: NotebookResult) -> NotebookResult:
        nb = restored(self.course, self.slug, (case.folder / f"{name}.ipynb").resolve())
        scoring.complete(result, nb, case.keys[name])
        self.ledger.keep(case.row.student, result)
        return result

    def record(self, case: Case) -> None:
        """Into the gradebook with it, by nbgrader's own steps; or a note why there is no grade."""
        student, row = case.row.student, case.row
        if case.failure is None:
            scoring.ready.update({(self.slug, student, name): found for name, found in case.found.items()})
            scoring.failures.pop(student, None)
            answer = self.api.autograde(self.slug, student, force=True, create=True)
            case.failure = scoring.failures.get(student)
            if case.failure is None and not answer["success"]:
                case.failure = MachineError(last_words(answer))
            row.results = [case.found[name][1] for name in case.keys if name in case.found]
        if isinstance(case.failure, CourseError):
            raise case.failure
        if case.failure is None:
            self.ledger.record(student, self.stamp(case))
        else:
            row.machine = case.failure.message
            self.ledger.miss(student, row.machine)
        self.finish(row)

    def finish(self, row: Row) -> None:
        self.rows.append(row)
        self.done(row)


def _absent(folder: Path, expected: list[str]) -> Iterator[str]:
    for name in expected:
        if not (folder / f"{name}.ipynb").is_file():
            others = sorted(path.name for path in folder.glob("*.ipynb") if path.stem not in expected)
            found = f"; there is {others[0]}, which must be renamed" if others else ""
            yield f"{name}.ipynb was not handed in{found}"
