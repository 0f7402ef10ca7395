"""Grades from nbgrader's gradebook as CSV: for people, for Canvas and for Moodle. Manual grades and late penalties count.

What has no grade stays empty: never 0. The total of a student is empty until everything handed in has a grade; with
`partial` it is the sum of what has one. The same tables come from nbgrader's own command:

    nbgrader export --exporter=sealgrade.exports.CanvasExport --assignment "['image_gradients']" --to canvas.csv
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Bool

from sealgrade import late, roster, sheets
from sealgrade.course import Assignment, Course
from sealgrade.errors import CourseError
from sealgrade.marks import Marks, Question, class_marks, questions, read

To = Literal["csv", "canvas", "moodle"]
Row = list[object]


def per_question(assignment: Assignment, marks: list[Marks], people: roster.Roster, partial: bool = False) -> Iterator[Row]:
    """One line per student: identity, a column per question with its points in the header, penalty, total, what waits."""
    asked = questions(assignment)
    heads = [f"{question.id} ({question.points:g}{', by hand' if question.written else ''})" for question in asked]
    full = sum(question.points for question in asked)
    yield ["student_id", "last_name", "first_name", "email", "hours_late", *heads, "late_penalty", f"total ({full:g})", "status"]
    for one in marks:
        last, first, email, _ = _identity(one, people)
        hours = round(one.seconds_late / 3600, 2) if one.submitted else None
        scores = [one.scores[question.id] for question in asked]
        penalty = one.penalty if one.submitted else None
        yield [one.student, last, first, email, hours, *scores, penalty, one.total(partial), _status(one, asked)]


def _status(marks: Marks, asked: list[Question]) -> str:
    if not marks.submitted:
        return "nothing in the gradebook"
    missing = [question.id for question in asked if question.id in marks.waiting and not question.written]
    by_hand = [question.id for question in asked if question.id in marks.waiting and question.written]
    parts = [f"not graded: {', '.join(missing)}"] * bool(missing) + [f"to grade by hand: {', '.join(by_hand)}"] * bool(by_hand)
    return "; ".join(parts) or "complete"


def canvas(assignment: Assignment, marks: list[Marks], people: roster.Roster, partial: bool = False) -> Iterator[Row]:
    """Canvas' gradebook import: five columns of identity, the assignment, and the line "Points Possible".

    Canvas finds a student by ID, else by the SIS ids, else by name; all but the name come from roster.csv.
    """
    yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", assignment.title or assignment.slug]
    yield ["    Points Possible", "", "", "", "", sum(question.points for question in questions(assignment))]
    for one in marks:
        last, first, _, person = _identity(one, people)
        name = ", ".join(part for part in (last, first) if part) or one.student
        sis = (person.sis_user_id or one.student, person.sis_login_id or one.student) if person else (one.student, one.student)
        yield [name, person.lms_id if person else "", *sis, person.section if person else "", _rounded(one.total(partial))]


def moodle(assignment: Assignment, marks: list[Marks], people: roster.Roster, partial: bool = False) -> Iterator[Row]:
    """Moodle's grade import: map "ID number" to useridnumber or "Email address" to useremail, the last column to the assignment."""
    yield ["First name", "Last name", "ID number", "Email address", assignment.title or assignment.slug]
    for one in marks:
        last, first, email, person = _identity(one, people)
        yield [first, last, (person.sis_user_id if person else "") or one.student, email, _rounded(one.total(partial))]


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 2)


def _identity(marks: Marks, people: roster.Roster) -> tuple[str, str, str, roster.Person | None]:
    """(last name, first name, address, person of the roster). The gradebook's names come first, then the roster's."""
    person = people.people.get(marks.student)
    last, first = marks.last_name, marks.first_name
    if person and not (last or first):
        if "," in person.name:
            last, first = (part.strip() for part in person.name.split(",", 1))
        else:
            first, _, last = person.name.rpartition(" ")
    return last, first, marks.email or (person.email if person else ""), person


TABLES = {"csv": per_question, "canvas": canvas, "moodle": moodle}


def export(course: Course, slug: str, to: To, partial: bool = False) -> Path:
    """Write reports/<slug>/<to>.csv (grades.csv for `csv`) and return its path."""
    marks = class_marks(course, slug)
    if not any(one.submitted for one in marks):
        raise CourseError(f"The gradebook has no submission of {slug!r}.", f"Run `sealgrade grade {slug}` first.")
    rows = TABLES[to](course.pick(slug), marks, roster.load(course.root), partial)
    return sheets.write(course.reports(slug) / f"{'grades' if to == 'csv' else to}.csv", rows)


class QuestionExport(ExportPlugin):
    """`nbgrader export --exporter=sealgrade.exports.QuestionExport`: per student and question."""

    table: To = "csv"
    partial = Bool(False, help="Sum up what is graded so far instead of leaving the total empty.").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        course = Course.find(Path.cwd())
        if course is None:
            raise CourseError("There is no course.toml here or above.", "Go to the course's folder.")
        wanted = [str(name) for name in self.assignment] or [assignment.slug for assignment in course.assignment]
        for slug in wanted:
            assignment = course.pick(slug)
            late.refresh(course, gradebook, slug)
            marks = read(gradebook, slug, questions(assignment))
            chosen = [one for one in marks if not self.student or one.student in map(str, self.student)]
            path = Path(self.to or f"{slug}_{self.table}.csv")
            if len(wanted) > 1 and self.to:
                path = path.with_stem(f"{path.stem}_{slug}")
            sheets.write(path, TABLES[self.table](assignment, chosen, roster.load(course.root), self.partial))
            self.log.info("Wrote %s", path)


class CanvasExport(QuestionExport):
    """`nbgrader export --exporter=sealgrade.exports.CanvasExport`"""

    table: To = "canvas"


class MoodleExport(QuestionExport):
    """`nbgrader export --exporter=sealgrade.exports.MoodleExport`"""

    table: To = "moodle"
