"""`sealgrade build`: text masters to nbgrader source notebooks, the same bytes every time.

A master is jupytext percent text. The marks of a cell expand to nbgrader's schema 3:

    # %%                                               given code, locked
    # %% tags=["demo"]                                 given code that is not run again while grading
    # %% solution="compute_saliency_maps"              worked solution, between BEGIN SOLUTION and END SOLUTION
    # %% tests="compute_saliency_maps" points=10       the grade cell of an exercise
    # %% [markdown] answer="saliency_ascent" points=4  a written answer, graded by a person
"""

from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode

from sealgrade.course import Course, Notebook
from sealgrade.errors import CourseError

MARKS = {"solution", "tests", "answer", "points", "tags", "id"}
SPACING = {"lines_to_next_cell", "lines_to_end_of_cell_marker"}  # jupytext's own bookkeeping
DEMO = "demo"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def read_master(path: Path) -> NotebookNode:
    """The master as a notebook whose cells carry the short marks. Raises CourseError."""
    try:
        text = path.read_text()
    except FileNotFoundError:
        raise CourseError(f"There is no master {path.name} in {path.parent}.", "Write it, or take it out of course.toml.") from None
    return jupytext.reads(text, fmt="py:percent")


def build_notebook(path: Path, notebook: Notebook) -> NotebookNode:
    """The nbgrader source notebook of one master."""
    cells, seen = [], set()
    counts = {"given": 0, "text": 0}
    for position, cell in enumerate(read_master(path).cells):
        built = _build_cell(cell, _name(cell, counts), f"{path.name}, cell {position + 1}")
        if built.id in seen:
            raise CourseError(f"{path.name}: two cells are named {built.id!r}.", "Give one of them another mark.")
        seen.add(built.id)
        cells.append(built)
    _check_against(notebook, cells, path)
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


def _name(cell: NotebookNode, counts: dict[str, int]) -> str:
    """A cell's name: its mark, or its number among the given code (or text) cells, so that new prose renames no code."""
    marks = cell.metadata
    named = marks.get("solution") or marks.get("answer") or marks.get("id")
    if named or "tests" in marks:
        return str(named or f"test_{marks['tests']}")
    kind = "given" if cell.cell_type == "code" else "text"
    counts[kind] += 1
    return f"{kind}-{counts[kind]}"


def _build_cell(cell: NotebookNode, name: str, place: str) -> NotebookNode:
    marks = dict(cell.metadata)
    if unknown := set(marks) - MARKS - SPACING:
        raise CourseError(f"{place}: unknown mark {sorted(unknown)[0]!r}.", f"Marks are {sorted(MARKS)}.")
    grade = _grade_metadata(marks, cell.cell_type, name)
    metadata: dict[str, Any] = {"nbgrader": grade} if grade else {}
    if marks.get("tags"):
        metadata["tags"] = marks["tags"]
    make: Any = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
    return make(source=cell.source, id=name, metadata=metadata)


def _grade_metadata(marks: dict[str, Any], cell_type: str, name: str) -> dict[str, Any] | None:
    common = {"schema_version": 3, "task": False, "cell_type": cell_type, "grade_id": name}
    if "solution" in marks:
        return {**common, "grade": False, "solution": True, "locked": False}
    if "tests" in marks:
        return {**common, "grade": True, "solution": False, "locked": True, "points": marks["points"]}
    if "answer" in marks:
        return {**common, "grade": True, "solution": True, "locked": False, "points": marks["points"]}
    if cell_type == "code":
        return {**common, "grade": False, "solution": False, "locked": True}
    return None


def _check_against(notebook: Notebook, cells: list[NotebookNode], path: Path) -> None:
    """The master and course.toml must name the same exercises, functions, answers and points."""
    found = {c.id: c.metadata.nbgrader for c in cells if "nbgrader" in c.metadata}
    graded = {name: meta["points"] for name, meta in found.items() if meta["grade"]}
    wanted = {f"test_{exercise.id}": exercise.points for exercise in notebook.exercise}
    wanted |= {answer.id: answer.points for answer in notebook.answer}
    if graded != wanted:
        differing = sorted(set(graded.items()) ^ set(wanted.items()))
        raise CourseError(f"{path.name} and course.toml disagree on graded cells: {differing}.", "Make their ids and points agree.")
    functions = set(notebook.functions)
    solutions = {name for name, meta in found.items() if meta["solution"] and not meta["grade"]}
    if functions != solutions:
        raise CourseError(f"{path.name} and course.toml disagree on functions: {sorted(functions ^ solutions)}.", "Make them agree.")


def as_text(notebook: NotebookNode) -> str:
    """A notebook as the bytes we commit: sorted keys, one space, one newline at the end."""
    return nbformat.writes(notebook, version=4).rstrip("\n") + "\n"


def build(course: Course, slug: str, write: bool = True) -> list[Path]:
    """Build every notebook of an assignment. Returns the files that changed, or that would with `write` off."""
    changed = []
    for notebook in course.pick(slug).notebook:
        target = course.source(slug, notebook.name)
        text = as_text(build_notebook(course.master(slug, notebook.name), notebook))
        if not target.is_file() or target.read_text() != text:
            changed.append(target)
            if write:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text)
    return changed


def sync(course: Course) -> list[Path]:
    """Build whatever is older than its master or course.toml; for plain nbgrader commands, on every start."""
    changed = []
    for assignment in course.assignment:
        if any(_stale(course, assignment.slug, notebook) for notebook in assignment.notebook):
            changed += build(course, assignment.slug)
    return changed


def _stale(course: Course, slug: str, notebook: Notebook) -> bool:
    target, master = course.source(slug, notebook.name), course.master(slug, notebook.name)
    if not target.is_file():
        return True
    newest = max(path.stat().st_mtime_ns for path in (master, course.root / "course.toml") if path.is_file())
    return newest > target.stat().st_mtime_ns
