"""The names of a worked solution, in this process: for benchmarks, figures and tests. Nothing of a student's may go this way."""

import contextlib
import io
from types import CodeType
from typing import Any

from sealgrade.course import Course
from sealgrade.demo import solved
from sealgrade.scoring import runs_while_grading


def code(course: Course, slug: str, notebook: str) -> list[CodeType]:
    """The cells of a solved notebook that are run while it is graded, compiled: set-up and functions, no figures."""
    cells = solved(course, slug, course.pick(slug).find(notebook)).cells
    return [compile(cell.source, f"{notebook}: {cell.id}", "exec") for cell in cells if runs_while_grading(cell)]


def run(cells: list[CodeType]) -> dict[str, Any]:
    """What they define, anew: functions see one another through the names that are returned."""
    found: dict[str, Any] = {"__name__": "worked"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in cells:
            exec(cell, found)
    return found


def names(course: Course, slug: str, notebook: str) -> dict[str, Any]:
    return run(code(course, slug, notebook))
