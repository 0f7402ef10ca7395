"""`sealgrade adopt`: an instructor's edits, made to a source notebook in Jupyter, back into the text master."""

from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode

from sealgrade.build import as_text, build_notebook
from sealgrade.course import Course
from sealgrade.errors import CourseError


def marks_of(cell: NotebookNode) -> dict[str, object]:
    """The short marks of a source cell: the inverse of what `build` expands."""
    grade = cell.metadata.get("nbgrader", {})
    name = grade.get("grade_id", "")
    marks: dict[str, object] = {}
    if grade.get("grade") and grade.get("solution"):
        marks = {"answer": name, "points": grade["points"]}
    elif grade.get("grade"):
        marks = {"tests": name.removeprefix("test_"), "points": grade["points"]}
    elif grade.get("solution"):
        marks = {"solution": name}
    elif name and not name.startswith("given-"):
        marks = {"id": name}
    if cell.metadata.get("tags"):
        marks["tags"] = list(cell.metadata["tags"])
    return marks


def as_master(notebook: NotebookNode) -> str:
    """A source notebook as percent text. Outputs and everything Jupyter adds are left behind."""
    cells = []
    for cell in notebook.cells:
        make: Any = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}.get(cell.cell_type)
        if make is None:
            raise CourseError(f"A {cell.cell_type} cell has no place in a master.", "Make it a Markdown or a code cell.")
        cells.append(make(source=cell.source.rstrip(), metadata=marks_of(cell)))
    plain = nbformat.v4.new_notebook(
        cells=cells, metadata={"jupytext": {"notebook_metadata_filter": "-all", "cell_metadata_filter": "all"}}
    )
    text = jupytext.writes(plain, fmt="py:percent")
    return _without_header(text)


def _without_header(text: str) -> str:
    if text.startswith("# ---"):
        text = text.split("# ---\n", 2)[2].lstrip("\n")
    return text


def adopt(course: Course, notebook_file: Path) -> Path:
    """Write the master that builds to `notebook_file` (below source/). Returns its path.

    Raises CourseError when the notebook is not one of the course's, or its edits cannot be expressed as marks.
    """
    slug, name = notebook_file.resolve().parent.name, notebook_file.stem
    wanted = course.pick(slug).find(name)
    text = as_master(nbformat.read(notebook_file, as_version=4))
    master = course.master(slug, name)
    before = master.read_text() if master.is_file() else None
    master.write_text(text)
    try:
        built = build_notebook(master, wanted)
    except CourseError:
        if before is None:
            master.unlink()
        else:
            master.write_text(before)
        raise
    notebook_file.write_text(as_text(built))
    return master
