"""Draw docs/figures/regularization.jpg and mnist_cnn.jpg: figures of the solved notebooks on their defaults.

`python docs/figures/regularization.py` runs both, which takes some minutes, and puts the figures named below into a picture each.
"""

import base64
import io
import os
import sys
import tempfile
from pathlib import Path

import PIL.Image

from sealgrade.course import Course
from sealgrade.demo import executed, solved

HERE = Path(__file__).resolve().parent
SLUG, WIDTH = "regularization", 760
SHOWN = {  # the figures of a notebook, counted from 0, and the file
    "Regularization": ((4, 5, 6, 7), "regularization.jpg"),
    "MnistCNN": ((1, 4, 5), "mnist_cnn.jpg"),
}


def figures(course, name, folder):
    """Every figure of the solved notebook, in order."""
    nb = executed(solved(course, SLUG, course.pick(SLUG).find(name)), folder)
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
    course = Course.load(HERE.parents[1])
    for name in sys.argv[1:] or SHOWN:
        chosen, file = SHOWN[name]
        with tempfile.TemporaryDirectory() as folder:
            os.environ["PIXELGRAD_DATA"] = str(Path(folder, "nothing"))
            drawn = figures(course, name, Path(folder))
        stacked([drawn[k] for k in chosen]).save(HERE / file, quality=80, optimize=True, progressive=True)
