"""From a notebook to its score: what is run, what is asked of the engine, and how the answer is written into the notebook."""

import atexit
import json
import os
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from sealgrade import build, report, restore
from sealgrade.course import Assignment, Course, Notebook
from sealgrade.engine.client import Engine, Setup, Task
from sealgrade.engine.limits import Limits
from sealgrade.errors import MachineError, SealgradeError
from sealgrade.ledger import Ledger
from sealgrade.results import NotebookResult

MAX_FILE, MAX_FILES = 4 << 20, 32 << 20  # bytes of files beside a notebook that go along
_engines: dict[tuple[Path, str], Engine] = {}
failures: dict[str, SealgradeError] = {}  # student -> why there is no result
ready: dict[tuple[str, str, str], tuple[bytes, NotebookResult]] = {}  # slug, student, notebook -> identity of the task, its result
options: dict[str, Any] = {"profile": "auto", "trust": False}  # set by the command line before it grades


def engine_for(course: Course, slug: str, lanes: int = 1) -> Engine:
    """The running engine for an assignment's hidden tests, started at first use and kept."""
    key = (course.root, slug)
    if key in _engines and len(_engines[key].lanes) < lanes:
        _engines.pop(key).close()
    if key not in _engines:
        _engines[key] = Engine(setup_for(course, slug), lanes)
    return _engines[key]


def setup_for(course: Course, slug: str, number: int = 0) -> Setup:
    packages = [course.root / package for package in course.course.packages]
    limits = Limits(**course.limits.model_dump())
    assignment = course.pick(slug)
    tests = [path for notebook in assignment.notebook for path in course.hidden_tests(slug, notebook)]
    preload = [*course.course.preload, *assignment.preload]
    return Setup(course.root, tests, packages, preload, limits, options["profile"], options["trust"], number)


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


def rerun() -> bool:
    """Whether demo cells are run as well; said by an environment variable, which reaches the steps inside nbgrader."""
    return bool(os.environ.get("SEALGRADE_RERUN"))


def ledger_for(course: Course, slug: str) -> Ledger:
    return Ledger(course, slug, {"rerun": rerun(), **options})


def complete(result: NotebookResult, nb: NotebookNode, key: str) -> NotebookResult:
    """The result with what the coordinator knows: how the notebook was repaired, and the key of all it depends on."""
    result.notes = [*nb.metadata.get(restore.NOTES, {}).get("notes", []), *result.notes]
    result.key = key
    return result


def grade_into(course: Course, assignment: Assignment, name: str, student: str, nb: NotebookNode) -> NotebookResult:
    """Write outputs, scores and reports into a restored notebook: from a result that is ready, else after grading it now."""
    folder = course.root / "submitted" / student / assignment.slug
    task = task_for(nb, assignment.find(name), files_beside(folder), rerun())
    identity, result = ready.pop((assignment.slug, student, name), (b"", None))
    if result is None or identity != task.identity:
        result = _grade_now(course, assignment.slug, student, task, nb)
    write_result(nb, result)
    return result


def _grade_now(course: Course, slug: str, student: str, task: Task, nb: NotebookNode) -> NotebookResult:
    ledger = ledger_for(course, slug)
    try:
        result = engine_for(course, slug).grade(task)
    except SealgradeError as error:
        failures[student] = error  # nbgrader keeps only its text
        if isinstance(error, MachineError):
            forget_engines()  # the next submission gets a fresh engine
        raise
    complete(result, nb, ledger.key(task.notebook, course.root / "submitted" / student / slug))
    ledger.keep(student, result)
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
            score = {"output_type": "execute_result", "data": {"text/plain": repr(number)}, "metadata": {}, "execution_count": 1}
            shown = {"text/html": report.exercise_html(exercise), "text/plain": report.exercise_text(exercise)}
            report_of_it = {"output_type": "display_data", "data": shown, "metadata": {}}
            cell.outputs = [nbformat.from_dict(score), nbformat.from_dict(report_of_it)]  # validated with the whole notebook
            cell.execution_count = 1
    if result.notes:
        text = report.notes_markdown(result.notes)
        nb.cells.insert(0, nbformat.v4.new_markdown_cell(text, id="sealgrade-notes"))
