"""Scores, pass rates and discrimination of a class. Only submissions with a result count; a missing grade is never a zero."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sealgrade.classreport.documents import Submission
from sealgrade.course import Assignment
from sealgrade.words import counted

FEWEST = 5  # of a correlation: below it says nothing


@dataclass(frozen=True)
class Spread:
    """How the scores of a class lie."""

    count: int
    mean: float
    median: float
    deviation: float
    lowest: float
    highest: float
    full: int
    zero: int


@dataclass
class Item:
    """One hidden test in the class. `discrimination` is NaN where it has no meaning."""

    notebook: str
    exercise: str
    name: str
    title: str
    hint: str
    share: float
    passed: int
    asked: int
    discrimination: float = float("nan")
    kinds: dict[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        return self.passed / self.asked if self.asked else float("nan")


@dataclass(frozen=True)
class ExerciseRow:
    id: str
    points: float
    mean: float
    full: int
    none: int
    count: int
    blank: int


def points(assignment: Assignment) -> float:
    return sum(exercise.points for notebook in assignment.notebook for exercise in notebook.exercise)


def spread(scores: Sequence[float], full: float) -> Spread | None:
    """None for an empty class."""
    if not scores:
        return None
    table = np.asarray(scores, float)
    return Spread(
        len(table), float(table.mean()), float(np.median(table)), float(table.std()), float(table.min()), float(table.max()),
        int((table >= full - 1e-9).sum()), int((table <= 1e-9).sum()),
    )  # fmt: skip


def exercise_rows(assignment: Assignment, graded: Sequence[Submission]) -> list[ExerciseRow]:
    rows = []
    for exercise in (exercise for notebook in assignment.notebook for exercise in notebook.exercise):
        results = [found for one in graded if (found := one.exercises.get(exercise.id)) is not None]
        scores = [result.score for result in results]
        blank = sum(bool(result.tests) and all(test.kind == "blank" for test in result.tests) for result in results)
        full = sum(score >= exercise.points - 1e-9 for score in scores)
        mean = float(np.mean(scores)) if scores else float("nan")
        rows.append(ExerciseRow(exercise.id, exercise.points, mean, full, sum(score <= 1e-9 for score in scores), len(scores), blank))
    return rows


def items(graded: Sequence[Submission]) -> list[Item]:
    """Every hidden test in the order of the documents, with pass rate, kinds of failure and discrimination."""
    found: dict[tuple[str, str, str], Item] = {}
    outcomes: list[dict[tuple[str, str, str], bool]] = []
    for one in graded:
        row: dict[tuple[str, str, str], bool] = {}
        for document in one.documents:
            for exercise in document.exercises:
                for test in exercise.tests:
                    key = (document.notebook, exercise.exercise, test.name)
                    item = found.setdefault(key, Item(*key, test.title, test.hint, test.share, 0, 0))
                    row[key] = test.outcome == "passed"
                    item.asked += 1
                    item.passed += row[key]
                    if not row[key]:
                        item.kinds[test.kind] = item.kinds.get(test.kind, 0) + 1
        outcomes.append(row)
    keys = list(found)
    table = np.array([[row.get(key, np.nan) for key in keys] for row in outcomes], float).reshape(len(outcomes), len(keys))
    for item, value in zip(found.values(), discrimination(table), strict=True):
        item.discrimination = float(value)
    return list(found.values())


def discrimination(table: np.ndarray) -> np.ndarray:
    """Corrected item-rest correlation: of passing a test with the share of the *other* tests that are passed.

    table: (n submissions, m tests) of 1, 0 and NaN (not asked). Returns m values; NaN where a test has no spread, the
    rest has none, or fewer than FEWEST submissions were asked.
    """
    asked = ~np.isnan(table)  # (n, m)
    filled = np.where(asked, table, 0.0)
    others = asked.sum(1, keepdims=True) - asked  # (n, m): how many other tests each submission was asked
    rest = (filled.sum(1, keepdims=True) - filled) / np.maximum(others, 1)
    valid = asked & (others > 0)
    count = valid.sum(0)
    x, y = np.where(valid, filled, 0.0), np.where(valid, rest, 0.0)
    many = np.maximum(count, 1)
    x_off, y_off = np.where(valid, x - x.sum(0) / many, 0.0), np.where(valid, y - y.sum(0) / many, 0.0)
    spread_of_both = np.sqrt((x_off**2).sum(0) * (y_off**2).sum(0))
    meaningful = (count >= FEWEST) & (spread_of_both > 1e-9)
    return np.where(meaningful, (x_off * y_off).sum(0) / np.where(meaningful, spread_of_both, 1.0), np.nan)


@dataclass(frozen=True)
class Attempt:
    student: str
    exercise: str
    what: str


def tampering(submissions: Sequence[Submission]) -> list[Attempt]:
    """Tests that ended with bytes that answer no question, one line per exercise of a student's."""
    found = []
    for one in submissions:
        for exercise in one.exercises.values():
            hits = [test for test in exercise.tests if test.kind == "tampering"]
            if hits:
                found.append(Attempt(one.student, exercise.exercise, f"{counted(len(hits), 'test')}: {hits[0].message}"))
    return found


def slowest(graded: Sequence[Submission], most: int = 10) -> list[Submission]:
    return sorted((one for one in graded if one.documents), key=lambda one: -one.seconds)[:most]
