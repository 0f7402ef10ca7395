"""The bank of one assignment: wrong and right solutions, one file each, and the place in the notebook that each takes.

    tests/<slug>/bank/wrong/<function>__<bug>.py    docstring: the bug, then `Caught by: <test>`
    tests/<slug>/bank/right/<function>__<idea>.py   docstring: the idea

A file replaces the solution cell of its function, and the cells of other graded functions that it defines too. `<function>` may
also be another name that the hidden tests accept: one that stands in a list of names together with a graded function, as in
`student.call(["f", "old_name_of_f"], X)`.
"""

import ast
import difflib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

from sealgrade.course import Assignment, Course, Exercise, Notebook
from sealgrade.demo import from_bank

CAUGHT_BY = "Caught by: "
Verdict = Literal["wrong", "right"]


class BankFile(BaseModel):
    """One file of the bank. `cells`: what takes the place of which graded functions; `flaw`: why it cannot be graded."""

    path: Path
    verdict: Verdict
    notebook: str = ""
    exercise: str = ""
    function: str = ""
    about: str = ""
    named: str = ""
    cells: dict[str, str] = {}
    flaw: str = ""

    @property
    def label(self) -> str:
        return f"{self.verdict}/{self.path.stem}"


def load(course: Course, assignment: Assignment) -> list[BankFile]:
    """Every file of the assignment's bank, placed; one that cannot be placed or read says why in `flaw`."""
    places = _places(course, assignment)
    verdicts: tuple[Verdict, ...] = ("wrong", "right")
    return [_read(path, verdict, places) for verdict in verdicts for path in course.bank(assignment.slug, verdict)]


def _read(path: Path, verdict: Verdict, places: dict[str, tuple[str, str, str]]) -> BankFile:
    file = BankFile(path=path, verdict=verdict)
    name = path.stem.split("__")[0]
    if name not in places:
        near = difflib.get_close_matches(name, places, n=1) or sorted(places)
        file.flaw = f"no exercise has a function {name!r}; there is {near[0]!r}"
        return file
    file.notebook, file.exercise, file.function = places[name]
    try:
        tree = ast.parse(path.read_text())
    except SyntaxError as error:
        file.flaw = f"it is not Python: {error.msg} in line {error.lineno}"
        return file
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)} & set(places)
    file.cells = {places[other][2]: f"# {other} is defined with {name}." for other in sorted(defined) if places[other][0] == file.notebook}
    file.cells[file.function] = from_bank(path)[1]
    lines = (ast.get_docstring(tree) or "").splitlines()
    file.about = lines[0] if lines else ""
    if not file.about:
        file.flaw = f"it has no docstring whose first line says the {'bug' if verdict == 'wrong' else 'idea'}"
    elif verdict == "wrong":
        second = lines[1] if len(lines) > 1 else ""
        file.named = second.removeprefix(CAUGHT_BY).strip() if second.startswith(CAUGHT_BY) else ""
        file.flaw = "" if file.named else f"the second line of its docstring is not {CAUGHT_BY + '<name of a hidden test>'!r}"
    return file


def _places(course: Course, assignment: Assignment) -> dict[str, tuple[str, str, str]]:
    """Name of a function -> (notebook, exercise, graded function), other accepted names included."""
    places: dict[str, tuple[str, str, str]] = {}
    for notebook in assignment.notebook:
        for exercise, tests in zip(notebook.exercise, course.hidden_tests(assignment.slug, notebook), strict=True):
            for name, function in {**_other_names(tests, exercise), **{f: f for f in exercise.functions}}.items():
                places[name] = (notebook.name, exercise.id, function)
    return places


def _other_names(tests: Path, exercise: Exercise) -> dict[str, str]:
    """Names that stand in one list with a graded function in the hidden tests -> that function."""
    found: dict[str, str] = {}
    for node in ast.walk(ast.parse(tests.read_text())):
        if isinstance(node, ast.List | ast.Tuple):
            texts = [item.value for item in node.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)]
            graded = [text for text in texts if text in exercise.functions]
            if len(texts) == len(node.elts) and len(graded) == 1:
                found |= {text: graded[0] for text in texts if text.isidentifier()}
    return found


def functions_of(notebook: Notebook) -> list[tuple[Exercise, str]]:
    return [(exercise, function) for exercise in notebook.exercise for function in exercise.functions]
