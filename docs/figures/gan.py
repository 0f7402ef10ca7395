"""Train what docs/figures/gan.jpg and gan.gif show: the notebook GAN on its defaults. `python docs/figures/gan.py`; some minutes."""

import tempfile
from pathlib import Path
from unittest import mock

import PIL.Image
import torch

from pixelgrad import digits, gan_data, gan_plots
from sealgrade import worked
from sealgrade.course import Course

HERE = Path(__file__).resolve().parent
GAP, SCALE = 10, 2


def games(nb):
    """The vanilla GAN and the DCGAN of the notebook."""
    cross_entropy = nb["discriminator_loss"], nb["generator_loss"]
    vanilla = nb["play"](nb["discriminator"], nb["generator"], cross_entropy)
    return vanilla, nb["play"](nb["build_dc_classifier"], nb["build_dc_generator"], cross_entropy, steps=200, every=10)


def page(sheets):
    """Grey sheets side by side, enlarged, with white gaps."""
    drawn = [PIL.Image.fromarray(sheet.numpy()).resize([SCALE * side for side in sheet.shape[::-1]]) for sheet in sheets]
    page = PIL.Image.new("L", (sum(image.width + GAP for image in drawn) - GAP, drawn[0].height), "white")
    x = 0
    for image in drawn:
        page.paste(image, (x, 0))
        x += image.width + GAP
    return page


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as nothing, mock.patch.dict("os.environ", PIXELGRAD_DATA=nothing):
        notebook = worked.names(Course.load(HERE.parents[1]), "gan", "GAN")
        X, _, found = gan_data.load()
        notebook |= {"X": X, "net": digits.network(found), "device": torch.device("cpu")}
        vanilla, dcgan = games(notebook)
    chosen = [int(k) for k in torch.linspace(0, len(X) - 1, 32)]
    page([gan_plots.tiles(X[chosen]), vanilla.frames[1200], dcgan.frames[200]]).save(HERE / "gan.jpg", quality=84, optimize=True)
    gan_plots.write_gif(list(dcgan.frames.values()), HERE / "gan.gif", scale=1)
