"""A scratch course after grading, made without an engine: a real gradebook and result documents as the engine writes them."""

import datetime
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import nbformat
import scratch
from nbgrader.api import Gradebook

from sealgrade import demo
from sealgrade.course import Course
from sealgrade.nbgrader_steps import _find_alembic
from sealgrade.results import ExerciseResult, NotebookResult, TestResult, score_of

DUE = datetime.datetime(2026, 3, 1, 12, 0)
POINTS = {"test_add_one": 4, "test_double": 6, "why": 2}
TESTS = {"add_one": ("test_adds_one", "test_negative_numbers"), "double": ("test_doubles", "test_zero")}
HINT = "Add one, not two."


def new(root, template):
    """A scratch course in `root` with the empty gradebook of `template` (making one takes seconds)."""
    scratch.write_course(root)
    shutil.copy(template, root / "gradebook.db")
    return Course.load(root)


def empty_gradebook(folder: Path) -> Path:
    """A gradebook that knows the scratch assignment, due at DUE, and nobody."""
    path = folder / "gradebook.db"
    _find_alembic()
    with Gradebook(f"sqlite:///{path}") as gradebook:
        gradebook.add_assignment("sums", duedate=DUE)
        gradebook.add_notebook("Sums", "sums")
        for name, points in POINTS.items():
            kind = "markdown" if name == "why" else "code"
            gradebook.add_grade_cell(name, "Sums", "sums", max_score=points, cell_type=kind)
        for name in ("add_one", "double", "why"):
            gradebook.add_solution_cell(name, "Sums", "sums")
    return path


@contextmanager
def opened(course):
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        yield gradebook
        gradebook.db.commit()


def enter(course, student, automatic, *, by_hand=None, hours_late=None, comment="", **names):
    """Put a submission into the gradebook. automatic: grade cell -> score; by_hand: points of the written answer."""
    with opened(course) as gradebook:
        gradebook.update_or_create_student(student, **names)
        when = None if hours_late is None else DUE + datetime.timedelta(hours=hours_late)
        submission = gradebook.add_submission("sums", student, timestamp=when)
        for grade in submission.notebooks[0].grades:
            grade.auto_score = automatic.get(grade.name)
            grade.needs_manual_grade = grade.auto_score is None
            if grade.name == "why" and by_hand is not None:
                grade.manual_score, grade.needs_manual_grade = by_hand, False
        for one in submission.notebooks[0].comments:
            one.manual_comment = comment if one.name == "why" and comment else None


def outcome(name, passed, kind="property", message="The result is not one more.", title=""):
    title = title or name.removeprefix("test_").replace("_", " ").capitalize() + "."
    failed = {"outcome": "failed", "kind": kind, "message": message, "call": "add_one(-5) -> 6"}
    return TestResult(name=name, title=title, hint=HINT, **({"outcome": "passed"} if passed else failed))


def result(passes, **more):
    """A result document of the scratch notebook. passes: test -> whether it passed (or a TestResult)."""
    exercises = []
    for exercise, points in (("add_one", 4), ("double", 6)):
        tests = [passes[name] if isinstance(passes[name], TestResult) else outcome(name, passes[name]) for name in TESTS[exercise]]
        score = score_of(points, "proportional", tests)
        exercises.append(ExerciseResult(exercise=exercise, points=points, rule="proportional", score=score, tests=tests))
    return NotebookResult(notebook="Sums", seed=1, exercises=exercises, profile="full", **more)


def passing(*names):
    return {name: name in names for tests in TESTS.values() for name in tests}


EVERYTHING = tuple(name for tests in TESTS.values() for name in tests)


def keep(course, student, document):
    path = course.reports("sums") / student / "Sums.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(document.model_dump_json(indent=1))


def hand_in(course, student, functions=None, notebook=None):
    """Write a submission with other sources for some of its functions."""
    right = demo.solved(course, "sums", course.pick("sums").notebook[0])
    text = nbformat.writes(demo.with_functions(right, functions or {})) if notebook is None else notebook
    demo.write(course, student, "sums", "Sums.ipynb", text)


@contextmanager
def working_in(folder):
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
