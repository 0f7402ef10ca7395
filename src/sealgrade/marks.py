"""The grades of one assignment as nbgrader's gradebook has them: a few queries for the whole class.

A grade that nobody has given yet is None, which is not 0: an exercise without an automatic score (the machine failed, or
nothing was handed in), a written answer that waits for a person.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nbgrader.api import Assignment, BaseCell, Comment, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.api import Notebook as KnownNotebook

from sealgrade import late
from sealgrade.api import nbgrader_api
from sealgrade.course import Assignment as CourseAssignment
from sealgrade.course import Course
from sealgrade.ledger import reason_missing


@dataclass(frozen=True)
class Question:
    """An exercise (graded automatically) or a written answer. `cell`: the grade cell's id in the gradebook."""

    id: str
    notebook: str
    cell: str
    points: float
    written: bool


@dataclass
class Marks:
    """One student's grades. `scores` has None for what nobody has graded; `penalty` is taken off the sum."""

    student: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    submitted: bool = False
    penalty: float = 0.0
    seconds_late: float = 0.0
    scores: dict[str, float | None] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    @property
    def waiting(self) -> list[str]:
        """Questions without a grade, of what was handed in."""
        return [name for name, score in self.scores.items() if score is None] if self.submitted else []

    def total(self, partial: bool = False) -> float | None:
        """The sum less the late penalty. None when something has no grade; with `partial` the sum of what has one."""
        given = [score for score in self.scores.values() if score is not None]
        if not given or (self.waiting and not partial):
            return None
        return max(0.0, sum(given) - self.penalty)


def questions(assignment: CourseAssignment) -> list[Question]:
    """Exercises and written answers in the order of course.toml."""
    found = []
    for notebook in assignment.notebook:
        found += [Question(one.id, notebook.name, f"test_{one.id}", one.points, False) for one in notebook.exercise]
        found += [Question(one.id, notebook.name, one.id, one.points, True) for one in notebook.answer]
    return found


def class_marks(course: Course, slug: str) -> list[Marks]:
    """Everybody whom the gradebook knows, by id, with late penalties brought up to date first.

    Where the last run noted that there is no grade, automatic scores of an earlier hand-in do not stand in for it.
    """
    asked = questions(course.pick(slug))
    with nbgrader_api(course).gradebook as gradebook:
        late.refresh(course, gradebook, slug)
        found = read(gradebook, slug, asked)
    for marks in found:
        if reason_missing(course, slug, marks.student):
            marks.scores |= {question.id: None for question in asked if not question.written}
    return found


def read(gradebook: Gradebook, slug: str, asked: Iterable[Question]) -> list[Marks]:
    by_cell = {(question.notebook, question.cell): question.id for question in asked}
    found = {
        one.id: Marks(one.id, one.first_name or "", one.last_name or "", one.email or "", scores=dict.fromkeys(by_cell.values()))
        for one in gradebook.students
    }  # fmt: skip
    for submission, notebook in late.handed_in(gradebook, slug):
        marks = found[submission.student_id]
        marks.submitted, marks.seconds_late = True, float(submission.total_seconds_late)
        marks.penalty += float(notebook.late_submission_penalty or 0.0)
    for student, place, automatic, manual, extra in _per_cell(gradebook, slug, Grade, "auto_score", "manual_score", "extra_credit"):
        if name := by_cell.get(place):
            given = automatic if manual is None else manual
            found[student].scores[name] = None if given is None else given + (extra or 0.0)
    for student, place, text in _per_cell(gradebook, slug, Comment, "manual_comment"):
        if (name := by_cell.get(place)) and text:
            found[student].comments[name] = text
    return [found[student] for student in sorted(found)]


def _per_cell(gradebook: Gradebook, slug: str, table: Any, *columns: str) -> Iterator[tuple[Any, ...]]:
    """(student, (notebook, cell), the columns) of every row of `table`, Grade or Comment, in one query."""
    wanted = [getattr(table, column) for column in columns]
    query = gradebook.db.query(SubmittedAssignment.student_id, KnownNotebook.name, BaseCell.name, *wanted).select_from(table)
    query = query.join(BaseCell, table.cell_id == BaseCell.id).join(KnownNotebook, BaseCell.notebook_id == KnownNotebook.id)
    query = query.join(SubmittedNotebook, table.notebook_id == SubmittedNotebook.id)
    query = query.join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
    for student, notebook, cell, *values in query.join(Assignment).filter(Assignment.name == slug):
        yield (student, (notebook, cell), *values)
