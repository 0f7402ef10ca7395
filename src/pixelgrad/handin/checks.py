"""What a hand-in must be before it is written: every problem with its place and what to do about it."""

import ast
import difflib
import json
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from .. import manifest
from ..manifest import digest, grade_id
from ..pdf.content import PICTURES

AGAIN = "Restart the kernel, run all cells from the first to the last, save."
GIVEN = "Take the cell again from the notebook you were given."


@dataclass
class Problem:
    """`place`: which notebook and cell. `what` is wrong, and what to `do`."""

    place: str
    what: str
    do: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}. {self.do}"


@dataclass
class Found:
    """A folder as it was looked at: the notebooks that can be read, and every problem."""

    notebooks: dict[str, NotebookNode] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def look(folder: Path, asked: manifest.Manifest) -> Found:
    """Read the notebooks of a hand-in and check each."""
    found = Found()
    for notebook in asked.notebooks:
        path = folder / f"{notebook.name}.ipynb"
        problem = _unreadable(path)
        if problem is not None:
            found.problems.append(problem)
            continue
        nb = found.notebooks[notebook.name] = read(path)
        for problems in (_given, _order, _errors, _figures, _functions, _answers):
            found.problems += problems(nb, notebook)
    return found


def read(path: Path) -> NotebookNode:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # older notebooks lack the ids of cells: they get some
        return nbformat.read(path, as_version=4)


def _unreadable(path: Path) -> Problem | None:
    if not path.is_file():
        others = [other.name for other in path.parent.glob("*.ipynb")]
        near = difflib.get_close_matches(path.name, others, n=1, cutoff=0.5)
        return Problem(path.stem, "the notebook is not there", f"Rename {near[0]} to {path.name}." if near else f"Put {path.name} here.")
    try:
        nb = read(path)
        nbformat.validate(nb)
    except (json.JSONDecodeError, UnicodeDecodeError, nbformat.reader.NotJSONError):
        return Problem(
            path.stem, "the file is no notebook: its JSON is damaged", "Open it in Jupyter; if that fails, restore a checkpoint."
        )
    except (nbformat.ValidationError, AttributeError, KeyError, TypeError, ValueError) as error:
        why = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        return Problem(path.stem, f"the file is not a valid notebook ({why})", "Open it in Jupyter and save it again.")
    return None


def place(notebook: manifest.Notebook, nb: NotebookNode, cell: NotebookNode) -> str:
    number = next(i for i, other in enumerate(nb.cells, 1) if other is cell)
    name = grade_id(cell)
    return f"{notebook.name}, cell {number}" + (f" ({name})" if name else "")


def _given(nb: NotebookNode, notebook: manifest.Notebook) -> list[Problem]:
    """Cells that came with the notebook: each there once, and unchanged where it is locked."""
    problems = []
    for given in notebook.cells:
        if not given.grade_id:
            continue
        copies = [cell for cell in nb.cells if grade_id(cell) == given.grade_id]
        if not copies:
            problems.append(Problem(notebook.name, f"the cell {given.grade_id} was deleted", GIVEN))
        elif len(copies) > 1:
            problems.append(Problem(place(notebook, nb, copies[1]), "the cell is there twice", "Delete the copy that you do not mean."))
        elif given.locked and digest(copies[0].source) != given.sha256:
            problems.append(Problem(place(notebook, nb, copies[0]), "a given cell was changed", GIVEN))
    return problems


def _order(nb: NotebookNode, notebook: manifest.Notebook) -> list[Problem]:
    """Run from top to bottom after a restart: the cells are numbered 1, 2, 3 and so on. One problem, the first, says it all."""
    cells = [cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()]
    if cells and not any(cell.execution_count for cell in cells):
        return [Problem(notebook.name, "no cell was run", AGAIN)]
    for number, cell in enumerate(cells, 1):
        if cell.execution_count == number:
            continue
        if not cell.execution_count:
            missing = sum(not other.execution_count for other in cells)
            more = f", and {missing - 1} more" if missing > 1 else ""
            return [Problem(place(notebook, nb, cell), f"the cell was not run{more}", AGAIN)]
        what = f"the cell was run as number {cell.execution_count}, from top to bottom it is number {number}"
        return [Problem(place(notebook, nb, cell), what, AGAIN)]
    return []


def _errors(nb: NotebookNode, notebook: manifest.Notebook) -> list[Problem]:
    problems = []
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                what = f"the cell stopped with {output.ename}: {output.evalue[:80]}".rstrip(": ")
                todo = "Write the function" if output.ename == "NotImplementedError" else "Mend it"
                problems.append(Problem(place(notebook, nb, cell), what, f"{todo}, or add --force to hand in without it."))
    return problems


def _figures(nb: NotebookNode, notebook: manifest.Notebook) -> list[Problem]:
    asked = {given.grade_id for given in notebook.cells if given.figure}
    problems = []
    for cell in nb.cells:
        outputs = cell.get("outputs", [])
        stopped = any(output.output_type == "error" for output in outputs)
        drawn = any(kind in output.get("data", {}) for output in outputs for kind in PICTURES)
        if grade_id(cell) in asked and cell.get("execution_count") and not drawn and not stopped:
            problems.append(Problem(place(notebook, nb, cell), "its figure is missing", f"Do not clear outputs. {AGAIN}"))
    return problems


def _functions(nb: NotebookNode, notebook: manifest.Notebook) -> list[Problem]:
    defined: set[str] = set()
    problems = []
    for cell in nb.cells:
        if cell.cell_type != "code":
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of odd escapes in a student's strings
                tree = ast.parse(TransformerManager().transform_cell(cell.source))
        except (SyntaxError, ValueError, RecursionError):
            problems.append(Problem(place(notebook, nb, cell), "the cell is not valid Python", "Mend it: grading leaves it out."))
            continue
        defined |= _names(tree)
    for name in notebook.functions:
        if name not in defined:
            problems.append(Problem(notebook.name, f"the function {name} is not defined", f"Call it exactly {name}."))
    return problems


def _names(tree: ast.Module) -> set[str]:
    """What the top level of a cell binds."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).split(".")[0])
    return names


def _answers(nb: NotebookNode, notebook: manifest.Notebook) -> list[Problem]:
    """Written answers that are still as they were given out."""
    blank = {given.grade_id: given.sha256 for given in notebook.cells if given.grade_id in notebook.answers}
    problems = []
    for cell in nb.cells:
        name = grade_id(cell)
        if name in blank and (digest(cell.source) == blank[name] or not cell.source.strip()):
            problems.append(Problem(place(notebook, nb, cell), "the question is not answered", "Write your answer into this cell."))
    return problems
