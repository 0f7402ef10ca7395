"""Draw docs/figures/deepfake.jpg: what fakes have in common, and what a classifier looks at. `python docs/figures/deepfake.py`."""

import io
import tempfile
from itertools import chain
from pathlib import Path
from unittest import mock

import numpy as np
import PIL.Image
import torch

from pixelgrad import fakes, spectra_plots
from sealgrade import worked
from sealgrade.course import Course

HERE = Path(__file__).resolve().parent


def figures():
    nb, pair = worked.names(Course.load(HERE.parents[1]), "deepfake", "DeepfakeDetection"), fakes.patched()
    other = fakes.patched("resize", train=0)
    real, fake, difference = nb["mean_spectra"](pair.real_test, pair.fake_test)
    both = {"photographs": real, "a decoder's images": fake}
    yield spectra_plots.sheet(both, {"difference": difference}, both, "Peaks on a grid give a decoder's images away")
    smooth = nb["mean_spectra"](other.real_test, other.fake_test)[2]
    moments = nb["streamed_moments"](nb["log_spectrum"](X) for X in chain(pair.real, pair.fake))
    classifier = nb["train_linear"](*fakes.features(pair.real, pair.fake, nb["log_spectrum"], moments))
    weights = np.fft.fftshift(np.asarray(nb["weight_images"](classifier, 64, 64)[1]), (0, 1))
    shown = {"difference, decoder that interpolates": smooth, "weights of a linear classifier": weights}
    yield spectra_plots.weights_row(shown, "No grid where it interpolates; what a classifier sees")


def pixels(figure):
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=130)
    return PIL.Image.open(buffer).convert("RGB")


if __name__ == "__main__":
    torch.manual_seed(0)
    with tempfile.TemporaryDirectory() as nothing, mock.patch.dict("os.environ", PIXELGRAD_DATA=nothing):
        parts = [pixels(figure) for figure in figures()]
    page = PIL.Image.new("RGB", (max(part.width for part in parts), sum(part.height for part in parts)), "white")
    for k, part in enumerate(parts):
        page.paste(part, ((page.width - part.width) // 2, sum(above.height for above in parts[:k])))
    page.save(HERE / "deepfake.jpg", quality=84, optimize=True)
