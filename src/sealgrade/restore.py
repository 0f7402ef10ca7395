"""A submission, however damaged, as a notebook that can be graded. The student's file is only read.

`read` turns bytes into a notebook or raises DamagedNotebook with what is wrong and what to do. `restore` puts the cells
that students may not change back as they were, keeps every cell of theirs, and notes each repair.
"""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import nbformat
from nbformat import NotebookNode

from sealgrade.errors import DamagedNotebook

MAX_BYTES = 200 << 20
NOTES = "sealgrade"  # key of the notebook's metadata that carries our notes from one nbgrader step to the next


def read(path: Path) -> NotebookNode:
    """The notebook in `path`, in today's format. Raises DamagedNotebook."""
    if not path.is_file():
        raise DamagedNotebook(f"{path.name} was not handed in", "Hand in the file under exactly this name.")
    if path.stat().st_size > MAX_BYTES:
        raise DamagedNotebook(
            f"{path.name} is {path.stat().st_size >> 20} MiB, at most {MAX_BYTES >> 20} are read", "Clear large outputs and save again."
        )
    return parse(path.read_bytes(), path.name)


def parse(data: bytes, name: str) -> NotebookNode:
    """A notebook from bytes. Raises DamagedNotebook: empty, not text, not JSON, not a notebook, no cells."""
    if not data.strip():
        raise DamagedNotebook(f"{name} is empty", "Save the notebook in Jupyter and hand it in again.")
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise DamagedNotebook(f"{name} is not a text file", "Hand in the .ipynb file itself, not a zip or a PDF.") from None
    except (json.JSONDecodeError, RecursionError) as error:
        place = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise DamagedNotebook(f"{name} is not valid JSON{place}", "Open it in Jupyter; if that fails, restore a checkpoint.") from None
    if not isinstance(content, dict) or not ("cells" in content or "worksheets" in content):
        raise DamagedNotebook(f"{name} is JSON but not a notebook", "Hand in the .ipynb file that Jupyter saves.")
    try:
        return _modern(content)
    except Exception as error:  # noqa: BLE001 - whatever a hostile structure makes nbformat raise
        raise DamagedNotebook(
            f"{name} is a notebook that cannot be read ({type(error).__name__})", "Open it in Jupyter and save it again."
        ) from None


def _modern(content: dict[str, Any]) -> NotebookNode:
    major = content.get("nbformat", 4 if "cells" in content else 3)
    if major in (1, 2, 3):
        whole = {"metadata": {}, "nbformat_minor": 0, **content}
        content = nbformat.convert(nbformat.from_dict(whole), 4)
    cells = [fixed for cell in content["cells"] if (fixed := _cell(cell)) is not None]
    whole = {"metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}, "cells": cells}
    try:
        return nbformat.v4.new_notebook(**whole)
    except Exception:  # noqa: BLE001 - some output is none: then one by one, which takes longer than all at once
        for cell in cells:
            if "outputs" in cell:
                cell.outputs = [output for output in cell.outputs if _valid(output)]
        return nbformat.v4.new_notebook(**whole)


def _cell(cell: Any) -> NotebookNode | None:
    """A valid cell with what is usable of `cell`; None for what is no cell at all."""
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        return None
    source = cell.get("source", "")
    source = "".join(map(str, source)) if isinstance(source, list) else str(source)
    metadata = cell.get("metadata") if isinstance(cell.get("metadata"), dict) else {}
    fixed = nbformat.from_dict({"id": uuid4().hex[:8], "cell_type": cell["cell_type"], "source": source})
    fixed.metadata = nbformat.from_dict(metadata)
    if cell["cell_type"] == "code":  # not by nbformat's own makers: they validate each cell, and the whole will be validated
        fixed.outputs = [output for given in cell.get("outputs") or [] if (output := _output(given)) is not None]
        fixed.execution_count = None
    return fixed


def _output(output: Any) -> NotebookNode | None:
    """An output that may be shown: text and pictures. Scripts, HTML and widgets of a student's are left out."""
    try:
        node = nbformat.from_dict({key: value if key == "traceback" else _joined(value) for key, value in output.items()})
        if node.output_type in ("display_data", "execute_result"):
            data = {key: _joined(value) for key, value in node.data.items() if key in ("text/plain", "image/png", "image/jpeg")}
            node = nbformat.from_dict({"output_type": "display_data", "data": data, "metadata": {}}) if data else None
    except Exception:  # noqa: BLE001 - not an output
        return None
    return node


def _valid(output: NotebookNode) -> bool:
    try:
        nbformat.v4.nbbase.validate(output, output.output_type)
    except Exception:  # noqa: BLE001 - whatever a hostile structure makes a validator raise
        return False
    return True


def _joined(value: Any) -> Any:
    """Text that was saved as a list of lines, as one string."""
    lines = isinstance(value, list) and all(isinstance(line, str) for line in value)
    return "".join(value) if lines else value


def grade_id(cell: NotebookNode) -> str:
    meta = cell.metadata.get("nbgrader")
    name = meta.get("grade_id", "") if isinstance(meta, dict) else ""
    return name if isinstance(name, str) else ""


def restore(submitted: NotebookNode, skeleton: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """The submitted cells, in the student's order, with everything that is ours put back.

    skeleton: the released notebook. Returns the notebook and one sentence per repair.
    """
    ours = {name: cell for cell in skeleton.cells if (name := grade_id(cell))}
    notes: list[str] = []
    kept = _choose(submitted.cells, ours, notes)
    cells = []
    for cell in submitted.cells:
        name = grade_id(cell)
        if name in kept and kept[name] is cell:
            cells.append(_put_back(cell, ours[name], notes))
        else:
            cell.metadata = {}
            cells.append(cell)
    _insert_missing(cells, skeleton, set(kept), notes)
    place = {name: number for number, name in enumerate(ours)}
    positions = [place[name] for cell in cells if (name := grade_id(cell))]
    if positions != sorted(positions):
        notes.append("Some given cells are not in their original order; cells were run in the order handed in.")
    for number, cell in enumerate(cells):
        cell.id = grade_id(cell) or f"student-{number}"
    metadata = {**skeleton.metadata, NOTES: {"notes": notes}}
    form = {"nbformat": nbformat.v4.nbformat, "nbformat_minor": nbformat.v4.nbformat_minor}
    return NotebookNode(cells=cells, metadata=nbformat.from_dict(metadata), **form), notes  # new_notebook would validate all again


def _choose(cells: list[NotebookNode], ours: dict[str, NotebookNode], notes: list[str]) -> dict[str, NotebookNode]:
    """Of the cells that carry one of our ids: the first, or of several copies the first that was worked on."""
    found: dict[str, list[NotebookNode]] = {}
    for cell in cells:
        name = grade_id(cell)
        if name in ours:
            found.setdefault(name, []).append(cell)
        elif name:
            notes.append(f"A cell says it is {name[:60]!r}, which this assignment does not have; it was treated as an ordinary cell.")
    for name, copies in found.items():
        if len(copies) > 1:
            notes.append(f"The cell {name!r} is there {len(copies)} times; all were run, the later definitions hold.")
    return {name: next((c for c in copies if c.source.strip() != ours[name].source.strip()), copies[0]) for name, copies in found.items()}


def _put_back(cell: NotebookNode, original: NotebookNode, notes: list[str]) -> NotebookNode:
    name, meta = grade_id(original), original.metadata.nbgrader
    fixed = nbformat.from_dict(original)
    theirs = cell.metadata.nbgrader
    if meta.get("points") is not None and theirs.get("points") != meta["points"]:
        notes.append(f"The points of {name!r} were changed; they are {meta['points']:g} again.")
    if cell.cell_type != original.cell_type:
        notes.append(f"The cell {name!r} was turned into {cell.cell_type}; it is {original.cell_type} again.")
    if meta.locked:
        if cell.source.strip() != original.source.strip():
            notes.append(f"The given cell {name!r} was changed; it is as it was.")
    else:
        fixed.source = cell.source
    if fixed.cell_type == "code" and cell.cell_type == "code":
        fixed.outputs = cell.outputs
    return fixed


def _insert_missing(cells: list[NotebookNode], skeleton: NotebookNode, present: set[str], notes: list[str]) -> None:
    """Put back each given cell that was deleted, after the nearest one before it that is there."""
    before = None
    names: list[str | None] = [grade_id(cell) for cell in cells]
    for original in skeleton.cells:
        name = grade_id(original)
        if not name:
            continue
        if name not in present:
            at = names.index(before) + 1 if before in names else 0
            copy = nbformat.from_dict(original)
            if not original.metadata.nbgrader.locked:
                copy.source = "# This cell was missing from the submission." if copy.cell_type == "code" else "(missing)"
            cells.insert(at, copy)
            names.insert(at, name)
            notes.append(
                f"The cell {name!r} was missing; it was put back" + (" as given." if original.metadata.nbgrader.locked else ", empty.")
            )
        before = name


def blank(skeleton: NotebookNode, note: str) -> NotebookNode:
    """What is graded in place of a notebook that cannot be read: the release, with a note."""
    copy = nbformat.from_dict(skeleton)
    copy.metadata[NOTES] = {"notes": [note], "damaged": True}
    return copy
