"""The worked integrated gradients against Captum's: the same sum, the same network, the same run, the same result.

Both sides take the right ends of 300 intervals for the ten test digits, in turn, one thread, and must agree before
anything is timed. Captum is asked twice: with all points at once, its default, and with `internal_batch_size=256`,
which is what ours is bounded by. Memory is the rise of the process's peak in a process of its own for each way.
Limits: one small network on the CPU, so what is measured is mostly the network's own work.
"""

import argparse
import json
import multiprocessing
import re
import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from grading import machine
from rich import box
from rich.console import Console
from rich.table import Table
from ways import ROOT

from pixelgrad import digits
from sealgrade import worked
from sealgrade.course import Course

DIGIT = 4
Work = Callable[[], torch.Tensor]


def ways(images: int, m: int) -> dict[str, Work]:
    """What is compared, by name: all take the same images, network and baseline."""
    from captum.attr import IntegratedGradients

    found = digits.load("digits", verbose=False)
    net, X = digits.network(found, verbose=False), found.X_test[:images]
    baseline = torch.full((1, 1, digits.SIDE, digits.SIDE), digits.BLACK)
    ours = worked.names(Course.load(ROOT), "interpretability", "IntegratedGradients")["integrated_gradients"]
    theirs = IntegratedGradients(net)
    options: dict[str, Any] = {"target": DIGIT, "n_steps": m, "method": "riemann_right"}
    return {
        "ours": lambda: ours(net, X, DIGIT, baseline, m),
        "captum_at_once": lambda: theirs.attribute(X, baseline, **options),
        "captum_by_256": lambda: theirs.attribute(X, baseline, internal_batch_size=256, **options),
    }


def seconds(works: dict[str, Work], repeats: int) -> dict[str, float]:
    """Median seconds of each, run in turn."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(repeats):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def peak(name: str, images: int, m: int, sent: Any) -> None:
    """Send how many MiB the peak of this process rises during one call (Linux)."""
    torch.set_num_threads(1)
    work = ways(images, m)[name]
    ways(1, 2)[name]()  # what is loaded at the first call is not the call's own
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here; ru_maxrss would keep the parent's
    before = status("VmRSS")
    work()
    sent.send((status("VmHWM") - before) / 1024)


def status(key: str) -> int:
    """A line of /proc/self/status, in KiB."""
    found = re.search(rf"^{key}:\s+(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
    if found is None:
        raise OSError(f"/proc/self/status has no {key}")
    return int(found[1])


def memory(name: str, images: int, m: int) -> float:
    context = multiprocessing.get_context("spawn")
    received, sent = context.Pipe(duplex=False)
    process = context.Process(target=peak, args=(name, images, m, sent))
    process.start()
    risen = float(received.recv())
    process.join()
    return risen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=10)
    parser.add_argument("--steps", type=int, default=300, help="m, the terms of the sum")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")
    options = parser.parse_args()
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore", category=UserWarning, module="captum")
    works = ways(options.images, options.steps)
    maps = {name: work() for name, work in works.items()}
    largest = float(maps["ours"].abs().max())
    apart = {name: float((values - maps["ours"]).abs().max()) / largest for name, values in maps.items()}
    if max(apart.values()) > 1e-4:
        raise SystemExit(f"The ways disagree: {apart}")
    taken = seconds(works, options.repeats)
    table = Table("way", "seconds", "memory, MiB", "apart", box=box.SIMPLE)
    found: dict[str, Any] = {"images": options.images, "steps": options.steps, "repeats": options.repeats}
    for name in works:
        risen = memory(name, options.images, options.steps)
        found |= {f"{name}_s": taken[name], f"{name}_mib": risen, f"{name}_apart": apart[name]}
        table.add_row(name.replace("_", " "), f"{taken[name]:.2f}", f"{risen:.0f}", f"{apart[name]:.1e}")
    found["ratio"] = taken["captum_by_256"] / taken["ours"]
    Console(width=100).print(table)
    if options.json:
        print(json.dumps(found | machine()))


if __name__ == "__main__":
    main()
