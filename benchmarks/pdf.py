"""A notebook as PDF: ours against nbconvert's own exporters, `--to webpdf` (Chromium) and `--to pdf` (XeLaTeX), where they are installed.

`webpdf` wants a Chromium of Playwright's own. Where there is only the system's, the same road is gone with it by hand: `--to html`, then
Chromium's own printing.

The notebook is the course's worked NetworkVisualization with a matplotlib figure in the place of each of its figures. Timed is the
whole command, as a student types it. Also said: pages, pictures and bytes. Limits: what else the machine is doing.
"""

import argparse
import base64
import io
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import numpy as np
from grading import machine
from pypdf import PdfReader
from rich import box
from rich.console import Console
from rich.table import Table

from sealgrade import outline
from sealgrade.course import Course
from sealgrade.demo import solved

ROOT = Path(__file__).resolve().parents[1]
SLUG, NAME = "image_gradients", "NetworkVisualization"
WAYS = {"pixelgrad-pdf": "Typst", "webpdf": "Playwright's Chromium", "html": "the system's Chromium", "pdf": "XeLaTeX"}
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PRINT = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", f"--print-to-pdf={NAME}.pdf", f"{NAME}.html"]


def figure(seed: int) -> str:
    """A picture as a notebook holds it: 3 x 3 noisy images, in base64."""
    picture, axes = plt.subplots(3, 3, figsize=(7, 7))
    for axis in axes.flat:
        axis.imshow(np.random.default_rng(seed).random((64, 64, 3)))
    buffer = io.BytesIO()
    picture.savefig(buffer, format="png", dpi=100)
    plt.close(picture)
    return base64.b64encode(buffer.getvalue()).decode()


def notebook() -> nbformat.NotebookNode:
    course = Course.load(ROOT)
    nb = solved(course, SLUG, course.pick(SLUG).find(NAME))
    for number, cell in enumerate(nb.cells):
        if outline.FIGURE in cell.metadata.get("tags", []):
            cell.outputs = [nbformat.v4.new_output("display_data", data={"image/png": figure(number), "text/plain": "<Figure>"})]
    return nb


def commands(way: str) -> list[list[str]]:
    convert = [sys.executable, "-m", "nbconvert", "--to", way, f"{NAME}.ipynb"]
    return [convert, [str(CHROMIUM), *PRINT]] if way == "html" else [convert]


def measure(way: str, runs: int) -> dict[str, object]:
    """Seconds of the whole command, and what it wrote; or why it cannot run here."""
    with tempfile.TemporaryDirectory() as folder:
        nbformat.write(notebook(), Path(folder, f"{NAME}.ipynb"))
        seconds = []
        for _ in range(runs):
            start = time.perf_counter()
            for words in commands(way):
                done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
                if done.returncode:
                    break
            seconds.append(time.perf_counter() - start)
            if done.returncode:
                return {"missing": (done.stderr.strip().splitlines() or ["it failed"])[-1][:100]}
        data = Path(folder, f"{NAME}.pdf").read_bytes()
    reader = PdfReader(io.BytesIO(data))
    pictures = sum(len(page.images) for page in reader.pages)
    return {"seconds": statistics.median(seconds), "pages": len(reader.pages), "pictures": pictures, "bytes": len(data)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="one object on the last line")
    options = parser.parse_args()
    absent = {"html": "" if CHROMIUM else "chromium", "pdf": "" if shutil.which("xelatex") else "xelatex"}
    found = {way: {"missing": f"{absent[way]} is not installed"} if absent.get(way) else measure(way, options.runs) for way in WAYS}
    about = machine()
    table = Table(
        box=box.SIMPLE_HEAD, title=f"{NAME} as PDF, whole command; {about['cpu']}, {about['cores']} cores, load {about['load']:.1f}"
    )
    for name in ("exporter", "by", "seconds", "pages", "pictures", "MB"):
        table.add_column(name, justify="left" if name in ("exporter", "by") else "right")
    for way, one in found.items():
        if "missing" in one:
            table.add_row(way, WAYS[way], str(one["missing"]), "", "", "")
        else:
            table.add_row(
                way, WAYS[way], f"{one['seconds']:.2f}", str(one["pages"]), str(one["pictures"]), f"{int(one['bytes']) / 1e6:.1f}"
            )
    Console().print(table)
    if options.json:
        print(json.dumps({f"{way}_s": one.get("seconds") for way, one in found.items()}))


if __name__ == "__main__":
    main()
