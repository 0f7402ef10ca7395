"""Paint docs/figures/style_transfer.jpg: what the second notebook makes on its defaults. `python docs/figures/style_transfer.py`."""

import tempfile
from pathlib import Path
from unittest import mock

import PIL.Image
import torch

from pixelgrad import backbones
from pixelgrad.features import layers_of
from sealgrade import worked
from sealgrade.course import Course

HERE = Path(__file__).resolve().parent
GAP = 6
INVERSION = 6e-2, 1.0  # content weight and total variation weight, as in the notebook


def rows(nb):
    """Two rows of raw images: the results with their styles, and the photograph found again from three layers."""
    model, gram = backbones.load("efficientnet_lite0"), nb["gram_matrix"]
    nb["cnn"] = nb["trunk"](model)[: layers_of(model)[1][-1] + 1]
    content_file, style_files = nb["pictures"].load()
    content, painted = nb["preprocess"](PIL.Image.open(content_file)), []
    for file in style_files.values():
        style = nb["preprocess"](PIL.Image.open(file))
        nb["seed_everything"](0)
        img = nb["style_transfer"](content_file, file, 192, 192, **nb["recipe"](model, content, style, gram))
        painted += [style, img]
    inverted = [content]
    for layer in layers_of(model)[1][1:4]:
        nb["seed_everything"](0)
        inverted.append(nb["feature_inversion"](content_file, 128, layer, *INVERSION))
    return [[nb["deprocess"](X)[0] for X in row] for row in (painted, inverted)]


def sheet(rows):
    """One image: every row as wide as the page, white gaps between."""
    width, strips = 1200, []
    for row in rows:
        share = (width - GAP * (len(row) - 1)) / sum(image.shape[1] / image.shape[0] for image in row)
        strips.append([PIL.Image.fromarray(image).resize((round(share * image.shape[1] / image.shape[0]), round(share))) for image in row])
    page = PIL.Image.new("RGB", (width, sum(strip[0].height + GAP for strip in strips) - GAP), "white")
    y = 0
    for strip in strips:
        x = 0
        for image in strip:
            page.paste(image, (x, y))
            x += image.width + GAP
        y += strip[0].height + GAP
    return page


if __name__ == "__main__":
    torch.manual_seed(0)
    with tempfile.TemporaryDirectory() as nothing, mock.patch.dict("os.environ", PIXELGRAD_DATA=nothing):
        notebook = worked.names(Course.load(HERE.parents[1]), "image_gradients", "StyleTransfer")
        sheet(rows(notebook)).save(HERE / "style_transfer.jpg", quality=84, optimize=True)
