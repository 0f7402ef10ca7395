"""A class of 1,000 in one run: does a submission cost there what it costs in a class of ten, and does memory stay flat?

Both classes are made of the same ten kinds of submission, taken from the bank: right ones and wrong ones of every exercise, each
copy with a remark of its own, so that its seed and its hidden data are its own. Also measured: the share of nbgrader's
steps, and stock `nbgrader autograde` on a sample of the same kinds. Limits: no endless loops among the kinds, whose cost is the time
limit, and whatever else the machine is doing.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import psutil
from grading import machine, pss
from nbformat import NotebookNode
from rich import box
from rich.console import Console
from rich.table import Table
from ways import SLUG, Failed, by_nbgrader, command, copy_of_course, solved, stock_course

from sealgrade import build, demo
from sealgrade.course import Course, Notebook

KINDS = 10
SMALL_RUNS = 3  # of the class of ten, which is over so soon


def kinds(course: Course) -> list[tuple[str, str] | None]:
    """Ten submission ideas: None is the reference, the others replace a function by one of the bank's, spread over it."""
    functions = {function for notebook in course.pick(SLUG).notebook for function in notebook.functions}
    files = {verdict: [p for p in course.bank(SLUG, verdict) if usable(p, functions)] for verdict in ("right", "wrong")}
    spread = [files["right"][number * len(files["right"]) // 4] for number in range(4)]
    spread += [files["wrong"][number * len(files["wrong"]) // 5] for number in range(5)]
    return [None, *map(demo.from_bank, spread)]


def usable(path: Path, functions: set[str]) -> bool:
    return path.stem.split("__")[0] in functions and not any(word in path.stem for word in ("unbounded", "never", "no_stop"))


def maker(course: Course) -> Callable[[Course, Notebook, int], NotebookNode]:
    ideas = kinds(course)

    def make(course: Course, notebook: Notebook, number: int) -> NotebookNode:
        idea = ideas[number % KINDS]
        return demo.with_functions(solved(course, notebook, number), dict([idea]) if idea else {})

    return make


def hand_in(course: Course, number: int) -> None:
    notebook, make = course.pick(SLUG).notebook[0], maker(course)
    for student in range(number):
        nb = make(course, notebook, student)
        nb.cells.append(nbformat.v4.new_code_cell(f"submission = {student}", id=f"number-{student}"))
        demo.write(course, f"s{student:04d}", SLUG, f"{notebook.name}.ipynb", build.as_text(nb))


def grade(course: Course, *options: str) -> dict[str, Any]:
    """One `sealgrade grade`: seconds per submission from the beginning of the first to the recording of the last; memory over time."""
    start = time.time()
    words = [str(Path(sys.executable).parent / "sealgrade"), "grade", SLUG, *options]
    memory: list[tuple[float, float]] = []
    with subprocess.Popen(words, cwd=course.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            memory.append((time.time(), pss(psutil.Process(process.pid))))
            time.sleep(3)
        if process.returncode:
            raise Failed(f"sealgrade grade: exit {process.returncode}\n{process.stderr.read()[-2000:] if process.stderr else ''}")
    times = sorted(place.stat().st_mtime for place in course.reports(SLUG).glob("*/recorded"))
    times = [moment for moment in times if moment > start]
    whole = time.time() - start
    documents = [path for path in course.reports(SLUG).glob("*/*.json") if path.stat().st_mtime > start]
    first = min(map(begun, documents), default=times[0])  # none: only nbgrader's steps were left
    return {"each": (times[-1] - first) / len(times), "n": len(times), "whole": whole, "memory": memory, "first": times[0]}


def begun(document: Path) -> float:
    """When the engine began with a notebook: when its result was written, less the seconds it took."""
    return document.stat().st_mtime - float(json.loads(document.read_text())["seconds"])


def growth(found: dict[str, Any]) -> float:
    """MB that the last fifth of a run has over its second fifth; the first fifth is for getting warm."""
    begin, memory = found["first"], [entry for entry in found["memory"] if entry[0] > found["first"]]
    span = memory[-1][0] - begin
    early = [size for moment, size in memory if 0.2 * span <= moment - begin < 0.4 * span]
    late = [size for moment, size in memory if moment - begin >= 0.8 * span]
    return statistics.median(late) - statistics.median(early)


def measure(number: int, slow: int, say: Callable[[str], None]) -> dict[str, Any]:
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        place = Path(folder)
        small, large = copy_of_course(place / "small"), copy_of_course(place / "large")
        for course, students in ((small, KINDS), (large, number)):
            command("nbgrader", "generate_assignment", SLUG, cwd=course.root)
            hand_in(course, students)
        say(f"a class of {KINDS}, {SMALL_RUNS} times")
        tens = [grade(small, "--force", "--jobs", "2") for _ in range(SMALL_RUNS)]
        say(f"a class of {number}")
        many = grade(large, "--jobs", "2")
        say(f"the class again: nothing to do ({many['each']:.3f} s a submission before)")
        start = time.perf_counter()
        command("sealgrade", "grade", SLUG, cwd=large.root)
        nothing = time.perf_counter() - start
        say("the class again: only nbgrader's steps, all results are there")
        for note in large.reports(SLUG).glob("*/recorded"):
            note.unlink()
        steps = grade(large)
        found: dict[str, Any] = {}
        if slow:
            say(f"nbgrader autograde, {slow} of the same kinds")
            stock = by_nbgrader(stock_course(small, small.pick(SLUG).notebook[0], place, slow, maker(small)), slow)
            found = {"nbgrader_s": stock.each, "nbgrader_submissions": stock.number}
    ten = statistics.median(run["each"] for run in tens)
    return {
        "submissions": number, "per_submission_10_s": ten, "per_submission_1000_s": many["each"], "ratio": many["each"] / ten,
        "whole_1000_s": many["whole"],
        "memory_mb": max(size for _, size in many["memory"]),
        "memory_growth_mib": growth(many) * 1e6 / 2**20,
        "gradebook_s": steps["each"], "nothing_to_do_s": nothing, "lanes": 2, "load_before": load, **found, **machine(),
    }  # fmt: skip


def table(found: dict[str, Any]) -> Table:
    shown = Table("", box=box.SIMPLE_HEAD)
    shown.add_column("", justify="right")
    rows = {
        "class of 10, s a submission": f"{found['per_submission_10_s']:.3f}",
        f"class of {found['submissions']}, s a submission": f"{found['per_submission_1000_s']:.3f}",
        "ratio": f"{found['ratio']:.2f}",
        "of it nbgrader's steps, s": f"{found['gradebook_s']:.3f}",
        "whole command, s": f"{found['whole_1000_s']:.0f}",
        "the same command again, s": f"{found['nothing_to_do_s']:.1f}",
        "memory, MB": f"{found['memory_mb']:.0f}",
        "its growth over the run, MiB": f"{found['memory_growth_mib']:+.0f}",
        "nbgrader autograde, s a submission": f"{found['nbgrader_s']:.2f}" if "nbgrader_s" in found else "not measured",
    }
    for name, number in rows.items():
        shown.add_row(name, number)
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--submissions", type=int, default=1000, help="in the large class (default 1000)")
    parser.add_argument("--slow", type=int, default=3, help="for nbgrader, which is slow; 0 leaves it out (default 3)")
    parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")
    options = parser.parse_args()
    console = Console(stderr=True)
    found = measure(options.submissions, options.slow, lambda text: console.print(f"measuring: {text}"))
    Console(highlight=False).print(table(found))
    lanes, load = f"{found['lanes']} lanes on {found['cores']} cores", f"load {found['load_before']:.1f} before"
    print(f"{lanes}, {found['cpu']}, torch {found['torch_build']}, {load}")
    if options.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
