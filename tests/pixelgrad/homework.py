"""A small homework for the tests of the PDF and the hand-in: its handin.json, and a student's notebook that has everything."""

import base64
import hashlib
import io
import json

import nbformat
import PIL.Image
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ANSWER = "The gradient vanishes where the sigmoid saturates, so early layers barely learn anything."


def png(colour=(200, 60, 40), size=(60, 40)):
    buffer = io.BytesIO()
    PIL.Image.new("RGB", size, colour).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def shown(data=None):
    return new_output("display_data", data={"image/png": data or png(), "text/plain": "<Figure>"})


def cells(name):
    """The release: opening, a function with its check and figure, a question."""
    graded = {"grade_id": "double", "solution": True, "grade": False, "locked": False}
    check = {"grade_id": "test_double", "solution": False, "grade": True, "locked": True, "points": 4}
    answer = {"grade_id": "why", "solution": True, "grade": True, "locked": False, "points": 2}
    figure = {"grade_id": "given-1", "solution": False, "grade": False, "locked": True}
    return [
        new_markdown_cell(f"# {name}\n\nOpening.", id="text-1"),
        new_markdown_cell("## Double\n\nTwice: $y = 2x$.", id="text-2"),
        new_code_cell("def double(x):\n    raise NotImplementedError('double')", id="double", metadata={"nbgrader": graded}),
        new_code_cell("check('double')", id="test_double", metadata={"nbgrader": check}),
        new_code_cell("plot()", id="given-1", metadata={"nbgrader": figure, "tags": ["figure"]}),
        new_markdown_cell("## Why\n\nSay why.", id="text-3"),
        new_markdown_cell("*Your answer:*", id="why", metadata={"nbgrader": answer}),
    ]


def manifest(names=("First",), written_pages=1, max_mib=5):
    page, notebooks = 1 + written_pages, []
    for name in names:
        given = [
            {
                "id": cell.id, "grade_id": cell.metadata.get("nbgrader", {}).get("grade_id", ""),
                "sha256": hashlib.sha256(cell.source.strip().encode()).hexdigest(),
                "locked": cell.metadata.get("nbgrader", {}).get("locked", False), "figure": "figure" in cell.metadata.get("tags", []),
            }
            for cell in cells(name)
        ]  # fmt: skip
        sections = [
            {"id": "opening", "title": name, "points": 0, "page": page, "pages": 1, "cells": ["text-1"]},
            {"id": "double", "title": "double", "points": 4, "page": page + 1, "pages": 2,
             "cells": ["text-2", "double", "test_double", "given-1"]},
            {"id": "why", "title": "why", "points": 2, "page": page + 3, "pages": 1, "cells": ["text-3", "why"]},
        ]  # fmt: skip
        notebooks.append({"name": name, "title": name, "functions": ["double"], "answers": ["why"], "cells": given, "sections": sections})
        page += 4
    about = {"schema_version": 1, "course": "Course", "slug": "homework", "title": "Homework", "max_mib": max_mib}
    return {**about, "written_pages": written_pages, "notebooks": notebooks}


def solved(name="First"):
    """The student's notebook: solved, answered, run from top to bottom, with its figure."""
    nb = new_notebook(cells=cells(name))
    by_id = {cell.id: cell for cell in nb.cells}
    by_id["double"].source = "def double(x):\n    return 2 * x"
    by_id["why"].source = ANSWER
    by_id["given-1"].outputs = [shown()]
    by_id["test_double"].outputs = [new_output("stream", name="stdout", text="  holds  It doubles.\n")]
    for number, cell in enumerate((cell for cell in nb.cells if cell.cell_type == "code"), 1):
        cell.execution_count = number
    return nb


def folder(place, names=("First",), written_pages=1, **notebooks):
    """A release folder with a student's notebooks in it, one for each name or the given one."""
    (place / "handin.json").write_text(json.dumps(manifest(names, written_pages)))
    for name in names:
        nb = notebooks.get(name) or solved(name)
        nbformat.write(nb, place / f"{name}.ipynb")
    return place
