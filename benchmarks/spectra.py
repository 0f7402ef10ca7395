"""Log spectra by several transforms, and their mean over ten thousand images in one pass: seconds and memory.

The transforms get the same 8-bit images and must agree, as magnitudes to 1e-5 of the largest, before anything is timed.
The stream goes through the worked `mean_spectra` of the deepfake notebook, in a process of its own, once with a tenth of
the images and once with all. Limits: one thread, images made in memory (patches moved around), so no disk is measured.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.fft
from grading import machine
from rich import box
from rich.console import Console
from rich.table import Table
from ways import ROOT

from pixelgrad import patches, streams
from sealgrade import worked
from sealgrade.course import Course

EPS = 1e-12
Transform = Callable[[np.ndarray], np.ndarray]


def mirrored(X: np.ndarray) -> np.ndarray:
    """Half of the frequencies of a real image, the other half copied: F(-k, -l) has the magnitude of F(k, l)."""
    half = np.log(np.abs(scipy.fft.rfft2(X.astype(np.float32), axes=(2, 1))) + np.float32(EPS))  # (n, h / 2 + 1, w, c)
    h, w = X.shape[1:3]
    rows, columns = -np.arange(h // 2 + 1, h) % h, -np.arange(w) % w
    return np.concatenate([half, half[:, rows][:, :, columns]], axis=1)


TRANSFORMS: dict[str, Transform] = {
    "numpy, float64": lambda X: np.log(np.abs(np.fft.fft2(X, axes=(1, 2))) + EPS),
    "numpy, float32": lambda X: np.log(np.abs(np.fft.fft2(X.astype(np.float32), axes=(1, 2))) + np.float32(EPS)),
    "scipy, float64": lambda X: np.log(np.abs(scipy.fft.fft2(X.astype(np.float64), axes=(1, 2))) + EPS),
    "scipy, float32": lambda X: np.log(np.abs(scipy.fft.fft2(X.astype(np.float32), axes=(1, 2))) + np.float32(EPS)),
    "scipy, float32, half": mirrored,
}


def base(side: int) -> np.ndarray:
    return patches.cut(64, "train", 0, side)


def timed(X: np.ndarray, repeats: int) -> dict[str, float]:
    """Median milliseconds for one image, by every transform, taken in turns."""
    reference = np.exp(TRANSFORMS["numpy, float64"](X))
    for name, transform in TRANSFORMS.items():
        gap = np.abs(np.exp(transform(X)) - reference).max() / reference.max()
        if gap > 1e-5:
            raise SystemExit(f"{name} differs by {gap:.1e} of the largest magnitude")
    taken: dict[str, list[float]] = {name: [] for name in TRANSFORMS}
    for _ in range(repeats):
        for name, transform in TRANSFORMS.items():
            start = time.perf_counter()
            transform(X)
            taken[name].append(time.perf_counter() - start)
    return {name: 1000 * statistics.median(times) / len(X) for name, times in taken.items()}


def moved(n: int, side: int) -> streams.Stream:
    """n images of side x side pixels, each a patch moved around its edges by its number."""
    held = base(side)
    return streams.Stream(range(n), lambda k: np.roll(held[k % 64], (k // 64, k // 7), axis=(0, 1)))


def stream(n: int, side: int) -> None:
    """What the child process does: half of the images are real, half fake. Prints one JSON object."""
    nb = worked.names(Course.load(ROOT), "deepfake", "DeepfakeDetection")
    nb["mean_spectra"](moved(64, side), moved(64, side))  # everything is loaded now
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    nb["mean_spectra"](moved(n // 2, side), moved(n - n // 2, side))
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "peak_mib": after / 1024, "grown_mib": (after - before) / 1024}))


def streamed(n: int, side: int) -> dict[str, float]:
    """The same in a process of its own, whose largest memory is its own."""
    command = [sys.executable, __file__, "--child", "--images", str(n), "--size", str(side)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=10_000, help="in the stream")
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        stream(options.images, options.size)
        return
    found: dict[str, Any] = {"images": options.images, "size": options.size, "load_before": os.getloadavg()[0]}
    table = Table("transform", "ms an image", box=box.SIMPLE)
    for name, milliseconds in timed(base(options.size), options.repeats).items():
        found[f"{name.replace(', ', '_')}_ms"] = milliseconds
        table.add_row(name, f"{milliseconds:.2f}")
    console = Console(width=100)
    console.print(table)
    table = Table("images in the stream", "s", "images a second", "peak MiB", "of it grown", box=box.SIMPLE)
    for n in (options.images // 10, options.images):
        run = streamed(n, options.size)
        found |= {f"stream_{key}" if n == options.images else f"stream_tenth_{key}": value for key, value in run.items()}
        table.add_row(f"{n}", f"{run['seconds']:.1f}", f"{n / run['seconds']:.0f}", f"{run['peak_mib']:.0f}", f"{run['grown_mib']:.0f}")
    console.print(table)
    if options.json:
        print(json.dumps(found | machine()))


if __name__ == "__main__":
    main()
