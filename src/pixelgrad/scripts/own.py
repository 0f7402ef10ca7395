"""The functions of a student's own notebook, for scripts that work with them."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


def functions(path: Path, needed: Sequence[str]) -> dict[str, Any]:
    """The names that a notebook or a Python file defines. Raises ValueError, which says what of `needed` is missing.

    Of a notebook the cells are run that are neither figures, nor long runs, nor checks.
    """
    if not path.is_file():
        raise ValueError(f"There is no {path}. Name your notebook: --functions FOLDER/NAME.ipynb")
    names: dict[str, Any] = {"__name__": "own"}
    for place, code in _cells(path):
        exec(compile(code, place, "exec"), names)
    if missing := [name for name in needed if not callable(names.get(name))]:
        raise ValueError(f"{path} does not define {' and '.join(missing)}.")
    return names


def _cells(path: Path) -> Iterator[tuple[str, str]]:
    """(name, code) of what is to be run: a Python file is one cell."""
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        yield str(path), text
        return
    for cell in json.loads(text)["cells"]:
        marks = cell["metadata"]
        if cell["cell_type"] == "code" and "demo" not in marks.get("tags", []) and not marks.get("nbgrader", {}).get("grade"):
            yield f"{path.name}, {cell.get('id', 'a cell')}", "".join(cell["source"])
