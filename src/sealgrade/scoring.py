"""From a notebook to its score: what is run, what is asked of the engine, and how the answer is written into the notebook."""

import atexit
import json
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from sealgrade import build, report, restore
from sealgrade.course import Assignment, Course, Notebook
from sealgrade.engine.client import Engine, Setup, Task
from sealgrade.engine.limits import Limits
from sealgrade.errors import MachineError, SealgradeError
from sealgrade.results import NotebookResult

MAX_FILE, MAX_FILES = 4 << 20, 32 << 20  # bytes of files beside a notebook that go along
_engines: dict[tuple[Path, str, str], Engine] = {}
failures: dict[str, SealgradeError] = {}  # student -> why there is no result
options: dict[str, Any] = {"profile": "auto", "trust": False}  # set by the command line before it grades


def engine_for(course: Course, slug: str, notebook: Notebook) -> Engine:
    """The running engine for a notebook's hidden tests, started at first use and kept."""
    key = (course.root, slug, notebook.name)
    if key not in _engines:
        _engines[key] = Engine(setup_for(course, slug, notebook))
    return _engines[key]


def setup_for(course: Course, slug: str, notebook: Notebook, number: int = 0) -> Setup:
    packages = [course.root / package for package in course.course.packages]
    limits = Limits(**course.limits.model_dump())
    tests = course.hidden_tests(slug, notebook)
    return Setup(course.root, tests, packages, course.course.preload, limits, options["profile"], options["trust"], number)


def forget_engines() -> None:
    while _engines:
        _engines.popitem()[1].close()


atexit.register(forget_engines)


def runs_while_grading(cell: NotebookNode, rerun: bool = False) -> bool:
    """Code cells are run, but for grade cells (their tests run outside) and demos (unless `rerun`)."""
    meta = cell.metadata.get("nbgrader", {})
    demo = build.DEMO in cell.metadata.get("tags", [])
    return bool(cell.cell_type == "code" and not meta.get("grade") and not (demo and not rerun))


def task_for(nb: NotebookNode, notebook: Notebook, files: list[tuple[str, bytes]], rerun: bool = False) -> Task:
    """The task of one restored notebook. Its seed comes from the sources of the student's cells alone."""
    cells = [(i, cell.source) for i, cell in enumerate(nb.cells) if runs_while_grading(cell, rerun)]
    exercises = [exercise.model_dump(include={"id", "points", "rule"}) for exercise in notebook.exercise]
    identity = json.dumps([cell.source for cell in nb.cells if cell.cell_type == "code"]).encode()
    return Task(notebook.name, cells, exercises, identity, files)


def files_beside(folder: Path) -> list[tuple[str, bytes]]:
    """Small files that were handed in with the notebook: helper modules, pictures."""
    files, total = [], 0
    for path in sorted(folder.rglob("*")):
        usable = path.is_file() and not path.is_symlink() and path.suffix not in (".ipynb", ".whl", ".zip")
        if not usable or any(part.startswith(".") or part == "checks" for part in path.relative_to(folder).parts):
            continue
        size = path.stat().st_size
        if size <= MAX_FILE and total + size <= MAX_FILES:
            files.append((str(path.relative_to(folder)), path.read_bytes()))
            total += size
    return files


def grade_into(course: Course, assignment: Assignment, name: str, student: str, nb: NotebookNode) -> NotebookResult:
    """Grade a restored notebook and write outputs, scores and reports into it; keep the result document."""
    import os

    notebook = assignment.find(name)
    engine = engine_for(course, assignment.slug, notebook)
    folder = course.root / "submitted" / student / assignment.slug
    task = task_for(nb, notebook, files_beside(folder), bool(os.environ.get("SEALGRADE_RERUN")))
    try:
        result = engine.grade(task)
    except SealgradeError as error:
        failures[student] = error  # nbgrader keeps only its text
        if isinstance(error, MachineError):
            forget_engines()  # the next submission gets a fresh engine
        raise
    result.notes = [*nb.metadata.get(restore.NOTES, {}).get("notes", []), *result.notes]
    write_result(nb, result)
    keep(course, assignment.slug, student, result)
    return result


def write_result(nb: NotebookNode, result: NotebookResult) -> None:
    """Outputs of the cells that ran; in each grade cell its score, as nbgrader reads it, and the report."""
    for cell_result in result.cells:
        cell = nb.cells[cell_result.index]
        cell.outputs = [nbformat.from_dict(output) for output in cell_result.outputs]
        cell.execution_count = cell_result.count
    scores = {f"test_{exercise.exercise}": exercise for exercise in result.exercises}
    for cell in nb.cells:
        exercise = scores.get(restore.grade_id(cell))
        if exercise is not None:
            number = min(exercise.points, max(0.0, float(exercise.score)))
            score = nbformat.v4.new_output("execute_result", data={"text/plain": repr(number)}, execution_count=1)
            shown = {"text/html": report.exercise_html(exercise), "text/plain": report.exercise_text(exercise)}
            cell.outputs = [score, nbformat.v4.new_output("display_data", data=shown)]
            cell.execution_count = 1
    if result.notes:
        text = report.notes_markdown(result.notes)
        nb.cells.insert(0, nbformat.v4.new_markdown_cell(text, id="sealgrade-notes"))


def result_path(course: Course, slug: str, student: str, notebook: str) -> Path:
    return course.reports(slug) / student / f"{notebook}.json"


def keep(course: Course, slug: str, student: str, result: NotebookResult) -> None:
    """Write the result document beside its place, then move it there: never half a document."""
    path = result_path(course, slug, student, result.notebook)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    temporary.write_text(result.model_dump_json(indent=1))
    temporary.replace(path)
