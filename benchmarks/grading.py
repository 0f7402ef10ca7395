"""Seconds per submission for one notebook and the same hidden tests, by four ways to grade it, on one core.

    nbgrader autograde   stock configuration; a grade cell runs the hidden tests in the kernel
    otter run            a cold process per submission; its test files run the hidden tests in the kernel
    sealgrade grade      this project
    a warm process       the notebook's cells and the tests in one process without any isolation: the work itself

Demo cells are left out for all. Seconds per submission are the median time between two finished submissions of one
command, so that what a command does once is told apart. All ways take turns, in several rounds, so that a busy minute falls on
each of them. Limits: one notebook, right submissions only, and whatever else the machine is doing.
"""

import argparse
import contextlib
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
from rich import box
from rich.console import Console
from rich.table import Table
from ways import (
    SLUG,
    Failed,
    Measured,
    by_nbgrader,
    by_otter,
    by_sealgrade,
    by_warm_process,
    full_marks,
    otter_folder,
    scores_in,
    sealed_course,
    stock_course,
)

from sealgrade import scoring
from sealgrade.course import Course

RIVALS = ("nbgrader", "otter")
NAMES = {
    "otter": "otter run", "nbgrader": "nbgrader autograde", "sealgrade": "sealgrade grade", "warm_process": "warm process, no isolation",
}  # fmt: skip


# -- memory


def memory_mb(course: Course) -> float | None:
    """Largest sum of PSS over `sealgrade grade` and everything it started, in MB; a run of its own, sampling costs time."""
    words = [str(Path(sys.executable).parent / "sealgrade"), "grade", SLUG, "--force"]
    with subprocess.Popen(words, cwd=course.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, pss(psutil.Process(process.pid)))
            time.sleep(0.2)
    if process.returncode:
        raise Failed(f"sealgrade grade: exit {process.returncode} while its memory was measured")
    return peak or None


def pss(process: psutil.Process) -> float:
    """Proportional set size of a process and its descendants, in MB; a page shared by two counts half for each.

    0 when one of them ended meanwhile: what it shared would count for it and, in full, for those that are left.
    """
    total = 0
    with contextlib.suppress(psutil.NoSuchProcess):
        everyone = [process, *process.children(recursive=True)]
        for one in everyone:
            with contextlib.suppress(OSError):
                found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{one.pid}/smaps_rollup").read_text(), re.MULTILINE)
                total += int(found[1]) << 10 if found else 0
        if not all(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in everyone):
            return 0.0
    return total / 1e6


# -- one run of all


def measure(options: argparse.Namespace, say: Callable[[str], None]) -> dict[str, Any]:
    """Everything, in one run. A rival that is not installed has no key."""
    load, number, slow = os.getloadavg()[0], options.submissions, options.slow
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        place = Path(folder)
        say("preparing: a copy of the course, its release and the submissions, a course for nbgrader")
        course = sealed_course(place, number, [*filter(None, options.exercises.split(","))])
        notebook = course.pick(SLUG).notebook[0]
        stock = stock_course(course, notebook, place, slow)
        ways: dict[str, Callable[[int], Measured]] = {
            "warm_process": lambda turn: by_warm_process(course, notebook, number),
            "sealgrade": lambda turn: by_sealgrade(course.root, number),
            "nbgrader": lambda turn: by_nbgrader(stock, slow),
        }
        if find_spec("otter"):
            otter = otter_folder(notebook, place)
            ways["otter"] = lambda turn: by_otter(course, notebook, otter, turn)
        done: dict[str, Measured] = {}
        for turn in range(options.rounds):
            for name, way in ways.items():
                say(f"measuring: {NAMES[name]}, round {turn + 1} of {options.rounds}")
                found = way(turn)
                done[name] = done[name] + found if name in done else found
        for name, root in {"nbgrader": stock, "sealgrade": course.root}.items():
            for score in scores_in(root):
                full_marks(name, score, notebook)
        say("measuring: sealgrade grade again, for its memory")
        memory = memory_mb(course)
        tests = len(scoring.engine_for(course, SLUG).tests)
        scoring.forget_engines()
    names = [exercise.id for exercise in notebook.exercise]
    return {"slug": SLUG, "exercises": names, "hidden_tests": tests, **figures(done), "memory_mb": memory, "load_before": load, **machine()}


def figures(done: dict[str, Measured]) -> dict[str, Any]:
    """The keys that `--json` promises."""
    keys: dict[str, Any] = {}
    for name, measured in done.items():
        keys |= {f"{name}_s": measured.each, f"{name}_start_s": measured.start, f"{name}_submissions": measured.number}
        keys[f"{name}_whole_s"] = measured.whole / measured.number
    ours = done["sealgrade"].each
    keys |= {f"times_{rival}": done[rival].each / ours for rival in RIVALS if rival in done}
    return {**keys, "own_s": ours - done["warm_process"].each}


def machine() -> dict[str, Any]:
    """Which machine, without its name. `load`: running processes over the last five minutes, one of them ours; idle is 1."""
    import torch

    models: list[str] = []
    with contextlib.suppress(OSError):
        models = re.findall(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    kind = "cuda" if torch.version.cuda else "cpu"
    return {
        "cpu": models[0] if models else platform.machine(), "cores": os.cpu_count(),
        "load": os.getloadavg()[1], "python": platform.python_version(), "torch_build": f"{torch.__version__} ({kind})",
    }  # fmt: skip


def table(found: dict[str, Any]) -> Table:
    """One row per way to grade, the slowest first."""
    shown = Table("", box=box.SIMPLE_HEAD)
    for column in ("s a submission", "s once", "whole command / n", "n"):
        shown.add_column(column, justify="right", no_wrap=True)
    for name, what in NAMES.items():
        numbers = [f"{found[f'{name}_{key}']:.2f}" for key in ("s", "start_s", "whole_s")] if f"{name}_s" in found else ["not installed"]
        shown.add_row(what, *numbers, str(found.get(f"{name}_submissions", "")))
    return shown


def summary(found: dict[str, Any]) -> str:
    times = [f"{found[f'times_{rival}']:.1f} times as fast as {rival}" for rival in RIVALS if f"times_{rival}" in found]
    memory = f"{found['memory_mb']:.0f} MB of memory (PSS)" if found["memory_mb"] else "memory not measurable here"
    own = f"{found['own_s']:.2f} s of its own a submission"
    return (
        f"{found['slug']}, {len(found['exercises'])} exercises, {found['hidden_tests']} hidden tests, "
        f"one of {found['cores']} cores, {found['cpu']}, "
        f"load {found['load_before']:.1f} before and {found['load']:.1f} after\n"
        f"sealgrade: {', '.join([*times, own, memory])}, torch {found['torch_build']}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often all take their turn (default 3)")
    parser.add_argument("--submissions", type=int, default=10, help="for sealgrade and the warm process, each round (default 10)")
    parser.add_argument("--slow", type=int, default=3, help="for nbgrader, which is slow, each round (default 3); otter gets one")
    parser.add_argument("--exercises", default="", help="names with commas between, where not all of the notebook's are wanted")
    parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")
    options = parser.parse_args()
    if min(options.submissions, options.slow) < 2:
        parser.error("at least two submissions: what is timed is from one to the next")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    os.environ["OMP_NUM_THREADS"] = "1"
    console = Console(stderr=True)
    found = measure(options, console.print)
    if options.json:
        print(json.dumps(found))
        return
    Console(highlight=False).print(table(found))
    print(summary(found))


if __name__ == "__main__":
    main()
