"""Four ways to grade the same notebook by the same hidden tests, and how long each takes. grading.py puts them in a table."""

import contextlib
import io
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import tomlkit
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from sealgrade import build, demo, scoring
from sealgrade.course import Course, Notebook

ROOT = Path(__file__).resolve().parents[1]
SLUG, SEED = "image_gradients", 20
WRITTEN = shutil.ignore_patterns(".git", ".venv", "build", "__pycache__", "*.pyc", "gradebook.db*", "*_cache")
FILLED = ("release", "submitted", "autograded", "feedback", "reports")  # folders that a course fills while it runs

IN_KERNEL = """\
from pixelgrad.checks import run

outcomes = run(["hidden/test_{id}.py"], globals(), {seed})
{points} * sum(o.points for o in outcomes if o.error is None) / sum(o.points for o in outcomes)"""

OTTER_TEST = """\
from otter.test_files import test_case

from pixelgrad.checks import run

OK_FORMAT = False
name = "{id}"
points = {points}


@test_case(points={points})
def test_hidden(env):
    failed = [outcome.title for outcome in run([{path!r}], env, {seed}) if outcome.error]
    assert not failed, failed
"""


@dataclass
class Measured:
    """One way to grade. Seconds: `steps` from one finished submission to the next, `start` before the first one, `whole` commands."""

    steps: list[float]
    start: float
    whole: float
    number: int

    @property
    def each(self) -> float:
        """The median of the steps, so that another program's burst does not count."""
        return statistics.median(self.steps)

    def __add__(self, more: "Measured") -> "Measured":
        """Another round of the same; what is done once is the first one's."""
        return Measured(self.steps + more.steps, self.start, self.whole + more.whole, self.number + more.number)


class Failed(Exception):
    """A way to grade did not give full marks: then its time means nothing."""


# -- the notebook, in the form each way needs


def solved(course: Course, notebook: Notebook, number: int) -> NotebookNode:
    """A right submission without demo cells; each a little different, so that nothing can be remembered."""
    nb = demo.solved(course, SLUG, notebook)
    nb.cells = [cell for cell in nb.cells if build.DEMO not in cell.metadata.get("tags", [])]
    nb.cells.append(nbformat.v4.new_code_cell(f"submission = {number}", id=f"submission-{number}"))
    return nb


def with_tests_in_kernel(nb: NotebookNode, notebook: Notebook) -> NotebookNode:
    """The stock form: grade cells run the hidden tests and end in the points earned, nbgrader's partial credit."""
    exercises = {f"test_{exercise.id}": exercise for exercise in notebook.exercise}
    for cell in nb.cells:
        if exercise := exercises.get(cell.get("id", "")):
            cell.source = IN_KERNEL.format(id=exercise.id, points=exercise.points, seed=SEED)
    return nb


def code(nb: NotebookNode) -> list[str]:
    """What a person would run of it: neither grade cells nor demos."""
    return [cell.source for cell in nb.cells if scoring.runs_while_grading(cell)]


def command(*words: str, cwd: Path) -> float:
    """Run a command of this environment; seconds it took. Its output is shown when it fails."""
    bin_folder = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}", "OMP_NUM_THREADS": "1"}
    start = time.perf_counter()
    done = subprocess.run([str(bin_folder / words[0]), *words[1:]], cwd=cwd, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"{' '.join(words)}: exit {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return time.perf_counter() - start


def full_marks(name: str, score: float, notebook: Notebook) -> None:
    wanted = sum(exercise.points for exercise in notebook.exercise)
    if abs(score - wanted) > 1e-6:
        raise Failed(f"{name} gave {score:g} of {wanted:g} to a right submission.")


def timed(root: Path, words: list[str], number: int) -> Measured:
    """Run a grading command in `root`. Graded notebooks appear one by one: their times tell starting from grading."""
    began = time.time()
    whole = command(*words, cwd=root)
    times = sorted(path.stat().st_mtime for path in root.glob(f"autograded/*/{SLUG}/*.ipynb"))
    if len(times) != number or times[0] < began:
        raise Failed(f"{' '.join(words)} did not grade all of {number} submissions.")
    steps = [later - earlier for earlier, later in pairwise(times)]
    return Measured(steps, max(0.0, times[0] - began - statistics.median(steps)), whole, number)


def scores_in(root: Path) -> set[float]:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {float(submission.score) for submission in gradebook.assignment_submissions(SLUG)}


# -- the four ways


Maker = Callable[[Course, Notebook, int], NotebookNode]


def stock_course(course: Course, notebook: Notebook, place: Path, number: int, make: Maker = solved) -> Path:
    """A course for nbgrader, nothing of ours but the students' package. Stock but for the timeout: 30 s are too few on a busy machine."""
    root = place / "nbgrader"
    source = root / "source" / SLUG
    shutil.copytree(ROOT / "tests" / SLUG, source / "hidden", ignore=shutil.ignore_patterns("bank", "visible", "__pycache__"))
    (root / "nbgrader_config.py").write_text("c = get_config()\nc.Execute.timeout = 300\n")
    original = build.build_notebook(course.master(SLUG, notebook.name), notebook)
    original.cells = [cell for cell in original.cells if build.DEMO not in cell.metadata.get("tags", [])]
    nbformat.write(with_tests_in_kernel(original, notebook), source / f"{notebook.name}.ipynb")
    command("nbgrader", "generate_assignment", SLUG, cwd=root)
    for student in range(number):
        folder = root / "submitted" / f"s{student:03d}" / SLUG
        folder.mkdir(parents=True)
        nbformat.write(with_tests_in_kernel(make(course, notebook, student), notebook), folder / f"{notebook.name}.ipynb")
    return root


def by_nbgrader(root: Path, number: int) -> Measured:
    return timed(root, ["nbgrader", "autograde", SLUG, "--force"], number)


def otter_folder(notebook: Notebook, place: Path) -> Path:
    """An autograder as `otter generate` makes it."""
    root = place / "otter"
    (root / "tests").mkdir(parents=True)
    for exercise in notebook.exercise:
        hidden = str(ROOT / "tests" / SLUG / f"test_{exercise.id}.py")
        text = OTTER_TEST.format(id=exercise.id, points=exercise.points, path=hidden, seed=SEED)
        (root / "tests" / f"{exercise.id}.py").write_text(text)
    command("otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-config", "--no-requirements", "--no-environment", cwd=root)
    return root


def by_otter(course: Course, notebook: Notebook, root: Path, student: int) -> Measured:
    """One submission: `otter run` starts anew for each, so it has no start to tell apart."""
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in code(solved(course, notebook, student))])
    nbformat.write(nb, root / f"{notebook.name}.ipynb")
    seconds = command("otter", "run", "-a", "autograder.zip", "--no-logo", f"{notebook.name}.ipynb", cwd=root)
    results = json.loads((root / "results.json").read_text())
    full_marks("otter", sum(test["score"] for test in results["tests"] if test.get("max_score")), notebook)
    return Measured([seconds], 0.0, seconds, 1)


def copy_of_course(target: Path, exercises: Collection[str] = ()) -> Course:
    """This course in another folder, without what building and grading wrote, and with the first notebook of its assignment alone.

    exercises: only these of the notebook's, with their cells; all when empty.
    """
    shutil.copytree(ROOT, target, ignore=lambda folder, names: WRITTEN(folder, names) | _filled(folder, names))
    table = tomlkit.parse((target / "course.toml").read_text())
    (assignment,) = (entry for entry in table["assignment"] if entry["slug"] == SLUG)
    for notebook in assignment["notebook"][1:]:
        (target / "source" / SLUG / f"{notebook['name']}.ipynb").unlink()
    del assignment["notebook"][1:]
    if exercises:
        _keep(assignment["notebook"][0], exercises, Course.load(target).master(SLUG, assignment["notebook"][0]["name"]))
    (target / "course.toml").write_text(tomlkit.dumps(table))
    return Course.load(target)


def _keep(notebook: Any, exercises: Collection[str], master: Path) -> None:
    """Take the other exercises out of a notebook's table and the cells they have in its master."""
    others = [entry["id"] for entry in notebook["exercise"] if entry["id"] not in exercises]
    if len(others) + len(exercises) != len(notebook["exercise"]):
        raise Failed(f"Not all of {', '.join(exercises)} are exercises of {notebook['name']}.")
    for entry in [entry for entry in notebook["exercise"] if entry["id"] in others]:
        notebook["exercise"].remove(entry)
    cells = re.split(r"^(?=# %%)", master.read_text(), flags=re.MULTILINE)
    marks = tuple(f'# %% {mark}="{name}"' for name in others for mark in ("solution", "tests"))
    master.write_text("".join(cell for cell in cells if not cell.startswith(marks)))


def _filled(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name != "README.md"} if Path(folder).parent == ROOT and Path(folder).name in FILLED else set()


def sealed_course(place: Path, number: int, exercises: Collection[str] = ()) -> Course:
    """A copy with its release made and `number` submissions handed in."""
    course = copy_of_course(place / "sealgrade", exercises)
    command("nbgrader", "generate_assignment", SLUG, cwd=course.root)
    notebook = course.pick(SLUG).notebook[0]
    for student in range(number):
        demo.write(course, f"s{student:03d}", SLUG, f"{notebook.name}.ipynb", build.as_text(solved(course, notebook, student)))
    return course


def by_sealgrade(root: Path, number: int) -> Measured:
    return timed(root, ["sealgrade", "grade", SLUG, "--force"], number)


def by_warm_process(course: Course, notebook: Notebook, number: int) -> Measured:
    """Cells and tests in a new namespace of this process; the first round pays for the imports."""
    import torch

    from pixelgrad import checks

    torch.set_num_threads(1)  # on one core a second thread only waits for the first, and burns its time
    files = course.hidden_tests(SLUG, notebook)
    times = [time.perf_counter()]
    for student in range(number + 1):
        namespace: dict[str, Any] = {"__name__": "__main__"}
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            for source in code(solved(course, notebook, student)):
                exec(compile(source, "cell", "exec"), namespace)  # the point of this way is that nothing protects us
            outcomes = [outcome for file in files for outcome in checks.run([file], namespace, SEED)]
        if failed := [outcome.name for outcome in outcomes if outcome.error]:
            raise Failed(f"In a warm process {failed[0]} fails.")
        times.append(time.perf_counter())
    first, *steps = [later - earlier for earlier, later in pairwise(times)]
    return Measured(steps, max(0.0, first - statistics.median(steps)), times[-1] - times[0], number)
