"""results.json as Gradescope reads it: one entry for each exercise, with its titles and hints, and never a hidden test's data."""

import json
import os
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from sealgrade import __version__
from sealgrade.course import Assignment, Course, Exercise, Notebook
from sealgrade.report import points, reason, same_cause
from sealgrade.results import ExerciseResult, NotebookResult
from sealgrade.words import counted

LONGEST, WHOLE = 6_000, 90_000  # characters of one entry and of everything; the platform refuses 100,000
NOT_GRADED = "Time ran out before this exercise was graded. Hand in again; if it happens twice, tell the course's staff."


def results(
    course: Course, slug: str, graded: list[NotebookResult], notes: list[str], seconds: float, whole: bool = True
) -> dict[str, Any]:
    """The document. `whole`: whether every notebook that was handed in could be graded; else the missing ones say so."""
    assignment = course.pick(slug)
    by_name = {result.notebook: result for result in graded}
    tests, room = [], WHOLE
    for number, notebook in enumerate(assignment.notebook, 1):
        for position, exercise in enumerate(notebook.exercise, 1):
            entry = _entry(notebook, exercise, by_name.get(notebook.name), whole)
            entry.update(number=f"{number}.{position}", visibility=course.gradescope.visibility)
            entry["output"] = _cut(entry["output"], min(LONGEST, room))
            room -= len(entry["output"])
            tests.append(entry)
    said = [*notes, *(note for result in graded for note in dict.fromkeys(result.notes))]
    document = {
        "score": round(sum(entry["score"] for entry in tests), 6), "execution_time": round(seconds, 1),
        "output": _cut("\n".join(f"- {_plain(note)}" for note in said[:40]), 4_000), "output_format": "md",
        "test_output_format": "md", "test_name_format": "text", "stdout_visibility": "hidden",
        "visibility": "visible", "tests": tests, "extra_data": _extra(graded, whole),
    }  # fmt: skip
    board = _leaderboard(assignment, graded)
    return {**document, "leaderboard": board} if board else document


def _leaderboard(assignment: Assignment, graded: list[NotebookResult]) -> list[dict[str, Any]]:
    """The numbers that course.toml asks for and that a hidden test measured; what was not measured is left out."""
    tests = {found.exercise: found.tests for result in graded for found in result.exercises}
    return [
        {"name": board.name, "value": round(test.measured[board.name], 6), "order": board.order}
        for notebook in assignment.notebook
        for board in notebook.leaderboard
        for test in tests.get(board.exercise, [])
        if board.name in test.measured
    ]


def _entry(notebook: Notebook, exercise: Exercise, result: NotebookResult | None, whole: bool) -> dict[str, Any]:
    found = next((one for one in result.exercises if one.exercise == exercise.id), None) if result else None
    score = min(exercise.points, max(0.0, float(found.score))) if found else 0.0
    if found is not None:
        output = _output(found)
    else:
        output = f"{notebook.name}.ipynb was not handed in." if whole else NOT_GRADED
    passed = score >= exercise.points
    return {
        "name": f"{notebook.name}: {exercise.id}", "score": round(score, 6), "max_score": exercise.points,
        "status": "passed" if passed else "failed", "output": output,
    }  # fmt: skip


def _output(found: ExerciseResult) -> str:
    """Markdown: titles, and under each that fails the kind of failure and the hint. What was called and came back stays here."""
    if cause := same_cause(found):
        return _plain(cause)
    failed = sum(test.outcome == "failed" for test in found.tests)
    head = f"{counted(failed, 'property does', 'properties do')} not hold." if failed else f"All {len(found.tests)} properties hold."
    lines = [head, ""]
    for test in found.tests:
        lines.append(f"- {'✓' if test.outcome == 'passed' else '✗'} {_plain(test.title)}")
        if test.outcome == "failed":
            why = [_plain(reason(test))] if test.kind not in ("", "property") else []
            lines += [f"    - {text}" for text in (*why, *([f"Hint: {_plain(test.hint)}"] if test.hint else []))]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """One line in which nothing is Markdown or HTML, whatever the student's error said."""
    text = "".join(letter if letter.isprintable() else " " for letter in text)[:600]
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]#|~$" else letter for letter in escape(text, quote=False))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: max(0, most - 40)]}\n\n(cut: the output was too long)"


def _extra(graded: list[NotebookResult], whole: bool) -> dict[str, Any]:
    return {
        "engine": __version__, "complete": whole,
        "notebooks": {
            result.notebook: {
                "score": points(result.score), "seed": result.seed, "profile": result.profile, "layers": result.layers,
                "missing_layers": result.missing_layers, "peak_mib": round(result.peak_mib), "seconds": round(result.seconds, 2),
            }
            for result in graded
        },
    }  # fmt: skip


def write(path: Path, document: dict[str, Any]) -> None:
    """The whole document or none of it."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".results-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
