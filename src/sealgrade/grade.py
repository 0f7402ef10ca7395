"""`sealgrade grade`: every submission of an assignment through nbgrader's own autograde, one row each.

The scores land in nbgrader's gradebook by the same steps as with `nbgrader autograde`. Not covered yet: a pool of
engines, and resuming; finished submissions are graded again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI

from sealgrade import report, scoring
from sealgrade.api import last_words, nbgrader_api, require_assignment, require_same_release
from sealgrade.course import Assignment, Course
from sealgrade.errors import CourseError
from sealgrade.nbgrader_steps import skeleton
from sealgrade.results import NotebookResult


@dataclass
class Row:
    """One submission in the summary. `machine`: why its grade is missing, through no fault of the student's."""

    student: str
    results: list[NotebookResult] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    machine: str = ""

    @property
    def score(self) -> float:
        return sum(result.score for result in self.results)

    @property
    def reasons(self) -> list[str]:
        """Why points were lost: what is wrong with the hand-in, then a line per exercise."""
        return [*self.notes, *(line for result in self.results for line in report.reasons(result))]


def grade(course: Course, slug: str, students: list[str] | None = None, done: Callable[[Row], None] = lambda row: None) -> list[Row]:
    """Grade every submission (or those of `students`); `done` is called with each row as it is there."""
    assignment, api = course.pick(slug), nbgrader_api(course)
    require_assignment(api, slug)
    for notebook in assignment.notebook:
        with api.gradebook as gradebook:
            require_same_release(gradebook, slug, notebook.name, skeleton(course, slug, notebook.name))
        scoring.engine_for(course, slug, notebook)  # what is wrong with the course or the machine shows before the first submission
    rows = []
    for student, folder in course.submitted(slug).items():
        if students is None or student in students:
            rows.append(grade_one(course, assignment, api, student, folder))
            done(rows[-1])
    return rows


def grade_one(course: Course, assignment: Assignment, api: NbGraderAPI, student: str, folder: Path) -> Row:
    row = Row(student)
    expected = [notebook.name for notebook in assignment.notebook]
    row.notes += list(_absent(folder, expected))
    if len(row.notes) == len(expected):
        return row
    for name in expected:
        scoring.result_path(course, assignment.slug, student, name).unlink(missing_ok=True)
    scoring.failures.pop(student, None)
    answer = api.autograde(assignment.slug, student, force=True, create=True)
    failure = scoring.failures.get(student)
    if isinstance(failure, CourseError):
        raise failure
    if not answer["success"]:
        row.machine = failure.message if failure else last_words(answer)
    for name in expected:
        path = scoring.result_path(course, assignment.slug, student, name)
        if path.is_file():
            row.results.append(NotebookResult.model_validate_json(path.read_text()))
    return row


def _absent(folder: Path, expected: list[str]) -> Iterator[str]:
    for name in expected:
        if not (folder / f"{name}.ipynb").is_file():
            others = sorted(path.name for path in folder.glob("*.ipynb") if path.stem not in expected)
            found = f"; there is {others[0]}, which must be renamed" if others else ""
            yield f"{name}.ipynb was not handed in{found}"
