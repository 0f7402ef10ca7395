"""Everything that the class report shows, read and computed once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nbformat import NotebookNode

from sealgrade import marks, restore
from sealgrade.classreport import alike, documents, history, numbers
from sealgrade.classreport.documents import Submission
from sealgrade.course import Assignment, Course
from sealgrade.errors import CourseError, DamagedNotebook
from sealgrade.nbgrader_steps import skeleton

SHOWN_PAIRS = 20


@dataclass
class Report:
    """Everything that the page and the tables show."""

    course: Course
    assignment: Assignment
    submissions: list[Submission]
    marks: dict[str, marks.Marks]
    items: list[numbers.Item]
    exercises: list[numbers.ExerciseRow]
    likeness: alike.Likeness
    code: dict[str, str]
    history: history.History
    now: datetime

    @property
    def graded(self) -> list[Submission]:
        return [one for one in self.submissions if one.status == "graded"]

    @property
    def nearest(self) -> dict[str, alike.Pair]:
        found: dict[str, alike.Pair] = {}
        for pair in reversed(self.likeness.pairs):
            found[pair.one] = found[pair.other] = pair
        return found


def gather(course: Course, slug: str, now: datetime | None = None) -> Report:
    """Read result documents, gradebook and submissions. Raises CourseError where nothing has been graded."""
    assignment, now = course.pick(slug), now or datetime.now(UTC)
    submissions = documents.read_class(course, slug)
    if not any(one.documents for one in submissions):
        raise CourseError(f"There is no result of {slug!r} to report on.", f"Run `sealgrade grade {slug}` first.")
    graded = [one for one in submissions if one.status == "graded"]
    code, released = own_code(course, assignment, [one.student for one in submissions])
    scores = {one.student: one.score for one in submissions if one.status != "not handed in"}
    return Report(
        course, assignment, submissions, _marks(course, slug), numbers.items(graded), numbers.exercise_rows(assignment, graded),
        alike.likeness(code, released, SHOWN_PAIRS), code, history.record(course.reports(slug), scores, now), now,
    )  # fmt: skip


def _marks(course: Course, slug: str) -> dict[str, marks.Marks]:
    """The gradebook's side: written answers and penalties. Result documents may be reported on without a gradebook."""
    if not (course.root / "nbgrader_config.py").is_file():
        return {}
    return {one.student: one for one in marks.class_marks(course, slug)}


def own_code(course: Course, assignment: Assignment, students: Sequence[str]) -> tuple[dict[str, str], str]:
    """(student -> own code of all notebooks, code of the notebooks as given out)."""
    given = {notebook.name: skeleton(course, assignment.slug, notebook.name) for notebook in assignment.notebook}
    found = {}
    for student in students:
        folder = course.root / "submitted" / student / assignment.slug
        parts = [alike.own_code(nb, given[name]) for name in given if (nb := _notebook(folder / f"{name}.ipynb")) is not None]
        if parts:
            found[student] = "\n\n".join(parts)
    released = "\n\n".join(cell.source for nb in given.values() for cell in nb.cells if cell.cell_type == "code")
    return found, released


def _notebook(path: Path) -> NotebookNode | None:
    try:
        return restore.read(path)
    except DamagedNotebook:
        return None
