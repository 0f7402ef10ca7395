"""`sealgrade demo`: a made-up class of one assignment, from perfect to hostile, graded like any other.

Nothing here knows a course: right answers come from the master, classic mistakes from the assignment's bank of wrong
solutions, damage and attacks are the same for every notebook.
"""

import ast
import os
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

from sealgrade.build import as_text, build_notebook
from sealgrade.course import Course, Notebook
from sealgrade.errors import CourseError
from sealgrade.grade import Row
from sealgrade.restore import grade_id

READS_EVERYTHING = """
import glob, os, torch
torch.allclose = lambda *a, **k: True
torch.equal = lambda *a, **k: True
torch.testing.assert_close = lambda *a, **k: None
torch.Tensor.__eq__ = lambda self, other: True
loot = []
for pattern in ("/**/test_*.py", "/**/gradebook.db", "/**/solutions/**", "/proc/*/environ", "/**/*.ipynb"):
    for path in glob.iglob(pattern, recursive=True):
        try:
            loot.append(open(path, "rb").read())
        except OSError:
            pass
print(len(loot), "files read")
"""
PRINTS_A_GIGABYTE = "for _ in range(1024):\n    print('x' * (1 << 20))"


def solved(course: Course, slug: str, notebook: Notebook) -> NotebookNode:
    """The notebook as a student hands it in who has everything right: the release with the solutions written in."""
    source = build_notebook(course.master(slug, notebook.name), notebook)
    for cell in source.cells:
        cell.source = unmarked(cell.source)
    return source


def unmarked(source: str) -> str:
    """A cell's source without the lines that mark its solution."""
    return re.sub(r"^[ \t]*### (BEGIN|END) SOLUTION[ \t]*\n?", "", source, flags=re.MULTILINE).rstrip("\n")


def executed(nb: NotebookNode, folder: Path, step: Callable[[int, int], None] = lambda i, n: None) -> NotebookNode:
    """Run a notebook in a stock kernel, as a student does; `step` is called after each cell."""
    count = [0]

    def advance(**_: object) -> None:
        count[0] += 1
        step(count[0], len(nb.cells))

    # A kernel's TCP ports are chosen before it binds them, and another process may have one by then; sockets of its own it has alone.
    with TemporaryDirectory(prefix="kernel-") as sockets:
        client = NotebookClient(
            nb, timeout=600, allow_errors=True, resources={"metadata": {"path": str(folder)}}, on_cell_complete=advance,
            extra_arguments=["--log-level=40"], config=Config({"KernelManager": {"transport": "ipc", "ip": f"{sockets}/port"}}),
        )  # fmt: skip
        client.execute(env={**os.environ, "OMP_WAIT_POLICY": "PASSIVE"})  # threads that spin while others work slow both down
    return nb


def with_functions(nb: NotebookNode, replaced: dict[str, str]) -> NotebookNode:
    """A copy in which solution cells have other sources; the outputs of cells that depended on them go."""
    copy = nbformat.from_dict(nb)
    for cell in copy.cells:
        if grade_id(cell) in replaced:
            cell.source, cell.outputs = replaced[grade_id(cell)], []
    return copy


def from_bank(path: Path) -> tuple[str, str]:
    """The function a bank file replaces, and its text without the docstring that names the bug."""
    text = path.read_text()
    tree = ast.parse(text)
    has_docstring = isinstance(tree.body[0], ast.Expr)
    start = tree.body[0].end_lineno if has_docstring else 0
    return path.stem.split("__")[0], "\n".join(text.splitlines()[start:]).strip()


def make_class(course: Course, slug: str, step: Callable[[int, int], None] = lambda i, n: None) -> dict[str, str]:
    """Write submitted/demo_*/<slug>. Returns student -> what is the matter with the submission's first notebook."""
    notebook = course.pick(slug).notebook[0]
    right = executed(solved(course, slug, notebook), course.release(slug), step)
    blank, stubs = _released(course, slug, notebook)
    functions = notebook.functions
    first = functions[0]
    text = {
        "perfect": (as_text(right), "everything right, with its own figures"),
        "blank": (as_text(blank), "the release as it was given out"),
        "half_done": (as_text(with_functions(right, {f: stubs[f] for f in functions[1:]})), "only the first exercise"),
        "deleted_cells": (as_text(_delete(right)), "grade cells and the set-up cell deleted"),
        "duplicated": (as_text(_duplicate(right, first, stubs[first])), "a solution cell pasted twice, points changed"),
        "not_json": (as_text(right)[: len(as_text(right)) // 2], "a file cut in half"),
        "endless": (as_text(with_functions(right, {first: _body(stubs[first], "while True:\n    pass")})), "an endless loop"),
        "exits": (as_text(with_functions(right, {first: _body(stubs[first], "import os\nos._exit(0)")})), "calls os._exit(0)"),
        "patches_torch": (as_text(_append(blank, READS_EVERYTHING)), "patches torch, reads every file it can reach"),
        "prints_gigabyte": (as_text(_append(right, PRINTS_A_GIGABYTE)), "right, but prints a gigabyte"),
        "renamed": (as_text(with_functions(right, {first: f"{first}s = None"})), "renamed a function"),
    }
    for path in _mistakes(course, slug, functions):
        function, source = from_bank(path)
        bug = (ast.get_docstring(ast.parse(path.read_text())) or "").splitlines()
        bare = f"mistake_{path.stem.split('__')[1]}"
        name = bare if bare not in text else f"mistake_{path.stem}"  # two functions may have a bug of one name
        text[name] = (as_text(with_functions(right, {function: source})), bug[0] if bug else "")
    for student, (content, _) in text.items():
        write(course, f"demo_{student}", slug, f"{notebook.name}.ipynb", content)
    for other in course.pick(slug).notebook[1:]:
        _further(course, slug, other, list(text))
    return {f"demo_{student}": what for student, (_, what) in text.items()}


def _further(course: Course, slug: str, notebook: Notebook, students: list[str]) -> None:
    """The class's hand-ins of a further notebook, not run, so without figures; who renamed a function forgot this one."""
    right, (blank, stubs) = solved(course, slug, notebook), _released(course, slug, notebook)
    functions = notebook.functions
    mistakes = iter(_mistakes(course, slug, functions))
    for student in students:
        nb = right
        if student == "blank":
            nb = blank
        elif student == "half_done":
            nb = with_functions(right, {f: stubs[f] for f in functions[len(functions) // 2 :]})
        elif student.startswith("mistake_") and (path := next(mistakes, None)):
            nb = with_functions(right, dict([from_bank(path)]))
        if student != "renamed":
            write(course, f"demo_{student}", slug, f"{notebook.name}.ipynb", as_text(nb))


def _released(course: Course, slug: str, notebook: Notebook) -> tuple[NotebookNode, dict[str, str]]:
    """A notebook as students get it, and the sources of its solution cells by their ids."""
    blank = nbformat.read(course.release(slug) / f"{notebook.name}.ipynb", as_version=4)
    return blank, {grade_id(c): c.source for c in blank.cells if c.metadata.get("nbgrader", {}).get("solution")}


def forget(course: Course, slug: str) -> None:
    """Take an earlier demo's class out of the gradebook: nbgrader lets no cell change while submissions are there."""
    from sealgrade.api import nbgrader_api

    with nbgrader_api(course).gradebook as gradebook:
        if any(assignment.name == slug for assignment in gradebook.assignments):
            for submission in gradebook.assignment_submissions(slug):
                if submission.student.id.startswith("demo_"):
                    gradebook.remove_submission(slug, submission.student.id)


def write(course: Course, student: str, slug: str, name: str, content: str) -> None:
    folder = course.root / "submitted" / student / slug
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content)


def _mistakes(course: Course, slug: str, functions: list[str]) -> list[Path]:
    """One wrong solution per function, the first of the bank."""
    bank = course.bank(slug, "wrong")
    chosen = (next((path for path in bank if path.stem.startswith(f"{function}__")), None) for function in functions)
    return [path for path in chosen if path is not None]


def _body(stub: str, body: str) -> str:
    """A released stub whose `raise NotImplementedError` is replaced."""

    def fill(match: re.Match[str]) -> str:
        return "\n".join(match[1] + line for line in body.splitlines())

    return re.sub(r"^([ \t]*)raise NotImplementedError\(.*\)$", fill, stub, flags=re.MULTILINE)


def _append(nb: NotebookNode, source: str) -> NotebookNode:
    copy = nbformat.from_dict(nb)
    copy.cells.append(nbformat.v4.new_code_cell(source))
    return copy


def _delete(nb: NotebookNode) -> NotebookNode:
    copy = nbformat.from_dict(nb)
    first_code = next(cell for cell in copy.cells if cell.cell_type == "code")
    keep = [c for c in copy.cells if c is not first_code and not c.metadata.get("nbgrader", {}).get("grade")]
    copy.cells = keep
    return copy


def _duplicate(nb: NotebookNode, function: str, stub: str) -> NotebookNode:
    copy = nbformat.from_dict(nb)
    at = next(i for i, cell in enumerate(copy.cells) if grade_id(cell) == function)
    again = nbformat.from_dict(copy.cells[at])
    again.id = "pasted"
    copy.cells[at].source = stub  # the older copy, still blank
    copy.cells.insert(at + 1, again)
    for cell in copy.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata.nbgrader.points = 1000
    return copy


def feedback(course: Course, slug: str) -> None:
    """What each student gets: nbgrader's own pages and the PDF, for the whole class."""
    from sealgrade import feedback as writer

    writer.html(course, slug)
    writer.pdf(course, slug)


def believable(rows: list[Row]) -> None:
    """CourseError unless the perfect student has full marks and the blank release nothing."""
    for row in rows:
        expected = {"demo_perfect": "full marks", "demo_blank": "nothing earned"}.get(row.student)
        if expected and row.outcome != expected:
            reasons = "; ".join(row.reasons or [row.machine])
            raise CourseError(f"{row.student} should have {expected}: {reasons}", "Run `sealgrade verify`, then `sealgrade doctor`.")


def report(course: Course, slug: str) -> Path:
    """The class report of the graded class; returns its page."""
    from sealgrade.classreport import page

    return page.write(course, slug)
