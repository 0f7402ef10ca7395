"""Seconds per submission for one notebook and the same hidden tests, by four ways to grade it, on one core.

    nbgrader autograde   stock configuration; a grade cell runs the hidden tests in the kernel
    otter run            a cold process per submission; its test files run the hidden tests in the kernel
    sealgrade grade      this project
    a warm process       the notebook's cells and the tests in one process without any isolation: the work itself

Demo cells are left out for all. Seconds per submission are the time between two finished submissions of one run, so that
what a command does once is told apart. Limits: one notebook, right submissions only, and whatever else the machine is doing.
"""

import argparse
import contextlib
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import nbformat
import psutil
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from rich.console import Console
from rich.table import Table

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
    """One way to grade. `each`: seconds per further submission; `start`: seconds spent once; `whole`: of the command."""

    each: float
    start: float
    whole: float
    number: int


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
    """What a person would run of it: code cells that are not graded."""
    return [cell.source for cell in nb.cells if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("grade")]


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
    if len(times) != number:
        raise Failed(f"{' '.join(words)} graded {len(times)} of {number} submissions.")
    each = (times[-1] - times[0]) / (number - 1)
    return Measured(each, max(0.0, times[0] - began - each), whole, number)


def scores_in(root: Path) -> set[float]:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {float(submission.score) for submission in gradebook.assignment_submissions(SLUG)}


# -- the four ways


def by_nbgrader(course: Course, notebook: Notebook, place: Path, number: int) -> Measured:
    """Stock: its own config file in an empty course, nothing of ours but the students' package."""
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
        nbformat.write(with_tests_in_kernel(solved(course, notebook, student), notebook), folder / f"{notebook.name}.ipynb")
    measured = timed(root, ["nbgrader", "autograde", SLUG], number)
    for score in scores_in(root):
        full_marks("nbgrader", score, notebook)
    return measured


def by_otter(course: Course, notebook: Notebook, place: Path, number: int) -> Measured:
    """`otter run` starts anew for every submission, so it has no start to tell apart."""
    root = place / "otter"
    (root / "tests").mkdir(parents=True)
    for exercise in notebook.exercise:
        hidden = str(ROOT / "tests" / SLUG / f"test_{exercise.id}.py")
        text = OTTER_TEST.format(id=exercise.id, points=exercise.points, path=hidden, seed=SEED)
        (root / "tests" / f"{exercise.id}.py").write_text(text)
    command("otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-config", "--no-requirements", "--no-environment", cwd=root)
    seconds = []
    for student in range(number):
        nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in code(solved(course, notebook, student))])
        nbformat.write(nb, root / f"{notebook.name}.ipynb")
        seconds.append(command("otter", "run", "-a", "autograder.zip", "--no-logo", f"{notebook.name}.ipynb", cwd=root))
        results = json.loads((root / "results.json").read_text())
        full_marks("otter", sum(test["score"] for test in results["tests"] if test.get("max_score")), notebook)
    return Measured(sum(seconds) / number, 0.0, sum(seconds), number)


def copy_of_course(target: Path) -> Course:
    """This course in another folder, without what building and grading wrote."""
    shutil.copytree(ROOT, target, ignore=lambda folder, names: WRITTEN(folder, names) | _filled(folder, names))
    return Course.load(target)


def _filled(folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name != "README.md"} if Path(folder).parent == ROOT and Path(folder).name in FILLED else set()


def sealed_course(place: Path, number: int) -> Course:
    """A copy with its release made and `number` submissions handed in."""
    course = copy_of_course(place / "sealgrade")
    command("nbgrader", "generate_assignment", SLUG, cwd=course.root)
    notebook = course.pick(SLUG).notebook[0]
    for student in range(number):
        demo.write(course, f"s{student:03d}", SLUG, f"{notebook.name}.ipynb", build.as_text(solved(course, notebook, student)))
    return course


def by_sealgrade(course: Course, notebook: Notebook, number: int) -> Measured:
    measured = timed(course.root, ["sealgrade", "grade", SLUG], number)
    for score in scores_in(course.root):
        full_marks("sealgrade", score, notebook)
    return measured


def by_warm_process(course: Course, notebook: Notebook, number: int) -> Measured:
    """Cells and tests in a new namespace of this process; the first round pays for the imports."""
    from pixelgrad import checks

    files = course.hidden_tests(SLUG, notebook)
    times = [time.perf_counter()]
    for student in range(number + 1):
        namespace: dict[str, object] = {"__name__": "__main__"}
        with contextlib.redirect_stdout(io.StringIO()):
            for source in code(solved(course, notebook, student)):
                exec(compile(source, "cell", "exec"), namespace)  # the point of this way is that nothing protects us
            outcomes = [outcome for file in files for outcome in checks.run([file], namespace, SEED)]
        if failed := [outcome.name for outcome in outcomes if outcome.error]:
            raise Failed(f"In a warm process {failed[0]} fails.")
        times.append(time.perf_counter())
    each = (times[-1] - times[1]) / number
    return Measured(each, times[1] - times[0] - each, times[-1] - times[0], number)


# -- memory


def memory_mb(course: Course) -> float | None:
    """Largest sum of PSS over `sealgrade grade` and everything it started, in MB; a run of its own, sampling costs time."""
    words = [str(Path(sys.executable).parent / "sealgrade"), "grade", SLUG]
    with subprocess.Popen(words, cwd=course.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, pss(psutil.Process(process.pid)))
            time.sleep(0.2)
    if process.returncode:
        raise Failed(f"sealgrade grade: exit {process.returncode} while its memory was measured")
    return peak or None


def pss(process: psutil.Process) -> float:
    """Proportional set size of a process and its descendants, in MB; a page shared by two counts half for each."""
    total = 0
    with contextlib.suppress(psutil.NoSuchProcess):
        for one in (process, *process.children(recursive=True)):
            with contextlib.suppress(OSError):
                found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{one.pid}/smaps_rollup").read_text(), re.MULTILINE)
                total += int(found[1]) << 10 if found else 0
    return total / 1e6


# -- one run of all


def measure(submissions: int, slow: int, say: Callable[[str], None]) -> dict[str, object]:
    """Everything, in one run. A rival that is not installed has no key."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        place = Path(folder)
        say("a copy of the course, its release and the submissions")
        course = sealed_course(place, submissions)
        notebook = course.pick(SLUG).notebook[0]
        done: dict[str, Measured] = {}
        say(f"a warm process, {submissions} submissions")
        done["warm_process"] = by_warm_process(course, notebook, submissions)
        say(f"sealgrade grade, {submissions} submissions")
        done["sealgrade"] = by_sealgrade(course, notebook, submissions)
        say(f"nbgrader autograde, {slow} submissions")
        done["nbgrader"] = by_nbgrader(course, notebook, place, slow)
        if find_spec("otter"):
            say(f"otter run, {slow} submissions")
            done["otter"] = by_otter(course, notebook, place, slow)
        say("sealgrade grade again, for its memory")
        memory = memory_mb(course)
        tests = len(scoring.engine_for(course, SLUG, notebook).tests)
        scoring.forget_engines()
    return {"slug": SLUG, "hidden_tests": tests, **figures(done), "memory_mb": memory, **machine()}


def figures(done: dict[str, Measured]) -> dict[str, object]:
    """The keys that `--json` promises."""
    keys: dict[str, object] = {}
    for name, measured in done.items():
        keys |= {f"{name}_s": measured.each, f"{name}_start_s": measured.start, f"{name}_submissions": measured.number}
        keys[f"{name}_whole_s"] = measured.whole / measured.number
    ours = done["sealgrade"].each
    keys |= {f"times_{rival}": done[rival].each / ours for rival in ("nbgrader", "otter") if rival in done}
    return {**keys, "own_s": ours - done["warm_process"].each}


def machine() -> dict[str, object]:
    """Which machine, without its name. `load`: average number of running processes of the last five minutes, ours included."""
    import torch

    with contextlib.suppress(OSError):
        models = re.findall(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    kind = "cuda" if torch.version.cuda else "cpu"
    return {
        "cpu": models[0] if models else platform.machine(), "cores": os.cpu_count(), "cores_used": len(os.sched_getaffinity(0)),
        "load": os.getloadavg()[1], "python": platform.python_version(), "torch_build": f"{torch.__version__} ({kind})",
    }  # fmt: skip


def table(found: dict[str, object]) -> Table:
    title = (
        f"{found['slug']}: {found['hidden_tests']} hidden tests, one of {found['cores']} cores, {found['cpu']}, "
        f"torch {found['torch_build']}, load {found['load']:.1f}"
    )
    shown = Table("", "s a submission", "s once", "s of the command / submissions", "submissions", title=title, title_justify="left")
    names = {
        "otter": "otter run", "nbgrader": "nbgrader autograde", "sealgrade": "sealgrade grade", "warm_process": "a warm process, no isolation",
    }  # fmt: skip
    for name, what in names.items():
        if f"{name}_s" not in found:
            shown.add_row(what, "not installed")
            continue
        shown.add_row(what, *(f"{found[f'{name}_{key}']:.2f}" for key in ("s", "start_s", "whole_s")), str(found[f"{name}_submissions"]))
    times = ", ".join(f"{found[f'times_{rival}']:.1f} times {rival}" for rival in ("nbgrader", "otter") if f"times_{rival}" in found)
    memory = f"{found['memory_mb']:.0f} MB (PSS)" if found["memory_mb"] else "not measurable here"
    shown.caption = f"sealgrade: {times}; {found['own_s']:.2f} s of its own per submission; whole autograder {memory}"
    shown.caption_justify = "left"
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=10, help="for sealgrade and the warm process (default 10)")
    parser.add_argument("--slow", type=int, default=3, help="for nbgrader and otter, which are slow (default 3)")
    parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")
    options = parser.parse_args()
    if min(options.submissions, options.slow) < 2:
        parser.error("at least two submissions: what is timed is from one to the next")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    os.environ["OMP_NUM_THREADS"] = "1"
    console = Console(stderr=True)
    found = measure(options.submissions, options.slow, lambda text: console.print(f"measuring: {text}"))
    print(json.dumps(found)) if options.json else Console().print(table(found))


if __name__ == "__main__":
    main()
