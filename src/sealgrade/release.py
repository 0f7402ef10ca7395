"""`sealgrade release`: nbgrader's generate_assignment, and then the proof that nothing leaked and everything runs."""

import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from sealgrade import build, outline
from sealgrade.api import checked, nbgrader_api
from sealgrade.course import Assignment, Course, Notebook
from sealgrade.demo import executed
from sealgrade.errors import CourseError

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
TELLING = 16  # characters below which a line says too little to be a leak
TEXT = {".py", ".ipynb", ".txt", ".md", ".toml", ".json", ".cfg", ".csv"}


@dataclass
class Proof:
    """One property of a release, and what contradicts it (nothing: it holds)."""

    claim: str
    broken: list[str]


def release(course: Course, slug: str, run: bool = True) -> list[Proof]:
    """Make release/<slug> and prove it. Raises CourseError when a proof fails; the release is then taken away."""
    assignment = course.pick(slug)
    build.build(course, slug)
    shutil.rmtree(course.release(slug), ignore_errors=True)
    checked(nbgrader_api(course).generate_assignment(slug, force=True, create=True), f"generate {slug}")
    proofs = prove(course, assignment, run)
    if broken := [proof for proof in proofs if proof.broken]:
        shutil.rmtree(course.release(slug), ignore_errors=True)
        raise CourseError(f"The release was taken back: {broken[0].claim}; but {broken[0].broken[0]}.", "Mend the master or the tests.")
    return proofs


def prove(course: Course, assignment: Assignment, run: bool = True) -> list[Proof]:
    folder, slug = course.release(assignment.slug), assignment.slug
    texts = dict(_texts(folder))
    notebooks = {n.name: nbformat.read(folder / f"{n.name}.ipynb", as_version=4) for n in assignment.notebook}
    checks: list[tuple[str, Callable[[], list[str]]]] = [
        ("no line of a solution is in it", lambda: _leaks(solution_lines(course, assignment), texts)),
        ("no line of a hidden test is in it", lambda: _leaks(hidden_lines(course, assignment), texts)),
        ("no solution mark, no jupytext key, no stored output", lambda: _leftovers(notebooks)),
        ("it holds all that a student needs", lambda: _missing(course, assignment)),
    ]
    proofs = [Proof(claim, check()) for claim, check in checks]
    if run:
        for notebook in assignment.notebook:
            broken = run_as_student(folder, notebook, slug)
            proofs.append(Proof(f"{notebook.name} runs top to bottom raising only NotImplementedError", broken))
    return proofs


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text in the release, also of the files inside its wheels."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".ipynb":
            nb = nbformat.read(path, as_version=4)
            yield path.name, "\n".join(cell.source for cell in nb.cells)
        elif path.suffix == ".whl":
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as wheel:
                for name in wheel.namelist():
                    if Path(name).suffix in TEXT:
                        yield f"{path.name}/{name}", wheel.read(name).decode(errors="replace")
        elif path.suffix in TEXT:
            yield str(path.relative_to(folder)), path.read_text(errors="replace")


def _lines(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if len(line.strip()) >= TELLING}


def solution_lines(course: Course, assignment: Assignment) -> set[str]:
    """Telling lines of the solutions, less those that the masters also give away or the students' package holds."""
    inside: set[str] = set()
    outside: set[str] = set()
    for notebook in assignment.notebook:
        solving = False
        for line in course.master(assignment.slug, notebook.name).read_text().splitlines():
            line = line.removeprefix("# ") if line.startswith("# ") and BEGIN not in line and END not in line else line
            solving = (solving or BEGIN in line) and END not in line
            (inside if solving else outside).update(_lines(line))
    return {line for line in inside if BEGIN not in line} - outside - _public_lines(course, assignment)


def hidden_lines(course: Course, assignment: Assignment) -> set[str]:
    """Telling lines of the hidden tests, less imports and those that the visible checks and the students' package share."""
    hidden: set[str] = set()
    for notebook in assignment.notebook:
        for path in course.hidden_tests(assignment.slug, notebook):
            hidden |= {line for line in _lines(path.read_text()) if not line.startswith(("import ", "from "))}
    return hidden - _public_lines(course, assignment)


def _public_lines(course: Course, assignment: Assignment) -> set[str]:
    public: set[str] = set()
    for notebook in assignment.notebook:
        for path in course.visible_tests(assignment.slug, notebook):
            public |= _lines(path.read_text())
    for package in course.course.packages:
        for path in (course.root / package).rglob("*.py"):
            public |= _lines(path.read_text())
    return public


def _leaks(secret: set[str], texts: dict[str, str]) -> list[str]:
    if not secret:
        return ["there is nothing to compare with: no secret line was found"]
    return [f"{name} holds {sorted(found)[0]!r}" for name, text in texts.items() if (found := secret & _lines(text))]


def _leftovers(notebooks: dict[str, NotebookNode]) -> list[str]:
    found = []
    for name, nb in notebooks.items():
        if "jupytext" in nb.metadata:
            found.append(f"{name} has a jupytext key")
        for cell in nb.cells:
            if BEGIN in cell.source or END in cell.source:
                found.append(f"{name} has a solution mark in cell {cell.id}")
            if cell.get("outputs"):
                found.append(f"{name} has outputs in cell {cell.id}")
    return found


def _missing(course: Course, assignment: Assignment) -> list[str]:
    folder = course.release(assignment.slug)
    wanted = [f"{notebook.name}.ipynb" for notebook in assignment.notebook]
    wanted += [f"checks/test_{exercise.id}.py" for notebook in assignment.notebook for exercise in notebook.exercise]
    wanted += ["requirements.txt", outline.MANIFEST]
    missing = [f"{name} is not there" for name in wanted if not (folder / name).is_file()]
    return missing + ([] if list(folder.glob("*.whl")) else ["the students' wheel is not there"])


def run_as_student(folder: Path, notebook: Notebook, slug: str) -> list[str]:
    """Run a released notebook in a copy of its folder; what it raises beside NotImplementedError.

    The first one names a function of an exercise; a later cell may say that it waits for one above.
    """
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(shutil.copytree(folder, Path(temporary) / slug))
        nb = nbformat.read(place / f"{notebook.name}.ipynb", as_version=4)
        executed(nb, place)
    broken: list[str] = []
    stopped = False
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            waits = output.get("ename") == "NotImplementedError"
            stopped |= waits and output.get("evalue") in notebook.functions
            if output.output_type == "error" and not (waits and stopped):
                broken.append(f"cell {cell.id} raises {output.ename}: {output.evalue[:200]}")
    return broken
