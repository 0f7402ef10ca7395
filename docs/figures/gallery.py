"""Pictures out of solved notebooks: what the scripts beside it share."""

import base64
import io
import os
import tempfile
from pathlib import Path

import PIL.Image

from sealgrade.course import Course
from sealgrade.demo import executed, solved

HERE = Path(__file__).resolve().parent


def figures(slug, name):
    """Every figure of a solved notebook, run on its defaults, in order."""
    course = Course.load(HERE.parents[1])
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PIXELGRAD_DATA"] = str(Path(folder, "nothing"))
        nb = executed(solved(course, slug, course.pick(slug).find(name)), Path(folder))
    drawn = [output.data["image/png"] for cell in nb.cells for output in cell.get("outputs", ()) if "image/png" in output.get("data", {})]
    return [PIL.Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB") for png in drawn]


def keep(slug, name, chosen, file, *, width, quality):
    """Some figures of a notebook, counted from 0, below one another in one picture of this width."""
    drawn = figures(slug, name)
    images = [drawn[k].resize((width, round(width * drawn[k].height / drawn[k].width)), PIL.Image.Resampling.LANCZOS) for k in chosen]
    page = PIL.Image.new("RGB", (width, sum(image.height for image in images)), "white")
    for k, image in enumerate(images):
        page.paste(image, (0, sum(above.height for above in images[:k])))
    page.save(HERE / file, quality=quality, optimize=True, progressive=True)
