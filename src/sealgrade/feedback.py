"""`sealgrade feedback`: what a student gets, as nbgrader's HTML pages and as a short PDF, without LaTeX or a browser.

The PDF says the same as the graded notebook: points, each test with what was called, what came back and the hint, then
comments on written answers and notes. It is set by Typst, which gets the student's text as JSON and never as markup.
Not covered: letters that Typst's own fonts lack (Chinese, Arabic and so on appear as boxes unless the system has a font).
"""

import json
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from sealgrade import marks, report, sheets
from sealgrade.api import checked, nbgrader_api
from sealgrade.classreport.documents import Submission, read_class
from sealgrade.course import Assignment, Course
from sealgrade.errors import CourseError
from sealgrade.results import ExerciseResult, TestResult

LONGEST_WORD, LINES, LINE = 48, 24, 160
NAME = "feedback.pdf"


def html(course: Course, slug: str, students: list[str] | None = None) -> None:
    """nbgrader's own feedback pages: for the whole class, or for some."""
    api = nbgrader_api(course)
    for student in [None] if students is None else students:
        checked(api.generate_feedback(slug, student, force=True), f"write feedback for {student or slug}")


def with_result(course: Course, slug: str, students: list[str] | None = None) -> list[Submission]:
    """Those who can get feedback. Raises CourseError for a student without a result, or when there is none at all."""
    graded = [one for one in read_class(course, slug) if one.documents and (students is None or one.student in students)]
    if missing := sorted(set(students or []) - {one.student for one in graded}):
        raise CourseError(
            f"There is no result of {slug!r} of {missing[0]!r}.", f"Run `sealgrade grade {slug} --student {missing[0]}` first."
        )
    if not graded:
        raise CourseError(f"There is no result of {slug!r} to write feedback from.", f"Run `sealgrade grade {slug}` first.")
    return graded


def pdf(course: Course, slug: str, students: list[str] | None = None, done: Callable[[str], None] = lambda name: None) -> list[Path]:
    """Write feedback/<student>/<slug>/feedback.pdf for everybody with a result. `done` is called with each student."""
    assignment, graded = course.pick(slug), with_result(course, slug, students)
    known = {one.student: one for one in marks.class_marks(course, slug)} if (course.root / "nbgrader_config.py").is_file() else {}
    template = files("sealgrade").joinpath("feedback.typ").read_bytes()
    written = []
    for one in graded:
        path = course.root / "feedback" / one.student / slug / NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(compiled(template, content(course, assignment, one, known.get(one.student))))
        written.append(path)
        done(one.student)
    return written


def compiled(template: bytes, data: dict[str, Any]) -> bytes:
    result = typst.compile(template, sys_inputs={"data": json.dumps(data)}, ignore_system_fonts=False)
    return bytes(result)


def content(course: Course, assignment: Assignment, one: Submission, known: marks.Marks | None) -> dict[str, Any]:
    """What the template shows of one student: plain strings and numbers, cut and without control characters."""
    results = one.exercises
    rows = [
        {"id": exercise.id, "share": _share(results.get(exercise.id)), "points": _points(results.get(exercise.id), exercise.points)}
        for notebook in assignment.notebook for exercise in notebook.exercise
    ]  # fmt: skip
    answers = list(_answers(assignment, known))
    rows += [{"id": answer["id"], "share": None, "points": answer["points"]} for answer in answers]
    return {
        "course": _text(course.course.name), "title": _text(assignment.title or assignment.slug), "student": _text(one.student, 80),
        "rows": rows, "sums": list(_sums(one, assignment, known)), "remark": _remark(one, known),
        "exercises": [_exercise(result) for result in results.values()],
        "answers": [answer for answer in answers if answer["comment"]],
        "notes": [_text(note, 400) for document in one.documents for note in dict.fromkeys(document.notes)][:30],
    }  # fmt: skip


def _sums(one: Submission, assignment: Assignment, known: marks.Marks | None) -> Iterator[dict[str, str]]:
    full = sum(question.points for question in marks.questions(assignment))
    if known and known.penalty:
        yield {"what": f"Late by {known.seconds_late / 3600:.1f} hours", "points": f"−{report.points(known.penalty)}"}
    total = known.total() if known else None
    if total is not None:
        yield {"what": "Total", "points": f"{report.points(total)} of {report.points(full)}"}
    elif one.score is not None:
        automatic = sum(exercise.points for notebook in assignment.notebook for exercise in notebook.exercise)
        less = known.penalty if known else 0.0
        yield {"what": "So far", "points": f"{report.points(max(0.0, one.score - less))} of {report.points(automatic)}"}


def _remark(one: Submission, known: marks.Marks | None) -> str:
    if one.lost:
        return f"{', '.join(one.lost)} could not be graded, through no fault of yours. The grade is missing, not zero."
    if one.absent:
        return f"Not handed in: {', '.join(one.absent)}."
    return "Written answers are still to be graded." if known and known.waiting else ""


def _answers(assignment: Assignment, known: marks.Marks | None) -> Iterator[dict[str, str]]:
    for answer in (answer for notebook in assignment.notebook for answer in notebook.answer):
        score = known.scores.get(answer.id) if known else None
        earned = "to be graded, of" if score is None else f"{report.points(score)} of"
        points, comment = f"{earned} {report.points(answer.points)}", known.comments.get(answer.id, "") if known else ""
        yield {"id": _text(answer.id), "points": points, "comment": _block(comment)}


def _exercise(result: ExerciseResult) -> dict[str, Any]:
    cause = report.same_cause(result)
    tests = [] if cause else [_test(test) for test in result.tests]
    return {"id": _text(result.exercise), "points": _points(result, result.points), "cause": _block(cause), "tests": tests}


def _test(test: TestResult) -> dict[str, Any]:
    if test.outcome == "passed":
        return {"passed": True, "title": _text(test.title, 300), "detail": "", "hint": ""}
    lines = report.detail(test)
    said = lines[:-1] if test.hint else lines
    return {"passed": False, "title": _text(test.title, 300), "detail": _block("\n".join(said)), "hint": _text(test.hint, 500)}


def _points(result: ExerciseResult | None, full: float) -> str:
    return f"{report.points(result.score)} of {report.points(full)}" if result else f"– of {report.points(full)}"


def _share(result: ExerciseResult | None) -> float | None:
    return min(1.0, max(0.0, result.score / result.points)) if result and result.points else None


def _text(text: str, limit: int = 200) -> str:
    """One line that can be broken anywhere: a word without end gets places to break."""
    return re.sub(rf"(\S{{{LONGEST_WORD}}})(?=\S)", "\\1\u200b", sheets.clean(text, limit))


def _block(text: str) -> str:
    """Several lines, cut to what a page can take."""
    lines = text.strip().splitlines()
    kept = [_text(line.expandtabs(4), LINE) for line in lines[:LINES]]
    return "\n".join([*kept, *([f"… {len(lines) - LINES} more lines"] if len(lines) > LINES else [])])
