"""Draw docs/figures/cyclegan.jpg: two figures of the solved notebook, on its defaults.

`python docs/figures/cyclegan.py` runs the notebook, which takes some minutes.
"""

import base64
import io
import os
import tempfile
from pathlib import Path

import PIL.Image

from sealgrade.course import Course
from sealgrade.demo import executed, solved

HERE = Path(__file__).resolve().parent
SLUG, NAME, WIDTH = "cyclegan", "CycleGAN", 640
SHOWN = (1, 3)  # from A to B while it trains, and there and back; counted from 0


def figures(course, folder):
    """Every figure of the solved notebook, in order."""
    nb = executed(solved(course, SLUG, course.pick(SLUG).find(NAME)), folder)
    drawn = [output.data["image/png"] for cell in nb.cells for output in cell.get("outputs", ()) if "image/png" in output.get("data", {})]
    return [PIL.Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB") for png in drawn]


def stacked(images):
    """One picture: the figures below one another, all of one width."""
    images = [image.resize((WIDTH, round(WIDTH * image.height / image.width)), PIL.Image.Resampling.LANCZOS) for image in images]
    page = PIL.Image.new("RGB", (WIDTH, sum(image.height for image in images)), "white")
    for k, image in enumerate(images):
        page.paste(image, (0, sum(above.height for above in images[:k])))
    return page


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PIXELGRAD_DATA"] = str(Path(folder, "nothing"))
        drawn = figures(Course.load(HERE.parents[1]), Path(folder))
    stacked([drawn[k] for k in SHOWN]).save(HERE / "cyclegan.jpg", quality=70, optimize=True, progressive=True)
