"""Draw docs/figures/saliency.jpg: the gallery of the first notebook, on its defaults. `python docs/figures/saliency.py`."""

import io
import tempfile
from pathlib import Path
from unittest import mock

import PIL.Image

from pixelgrad import backbones, photos, plots
from pixelgrad.images import preprocess
from sealgrade import worked
from sealgrade.course import Course

HERE = Path(__file__).resolve().parent
SHOWN = [0, 1, 2, 4, 5]  # of the embedded photographs, those whose licence the packages state


def gallery():
    nb = worked.names(Course.load(HERE.parents[1]), "image_gradients", "NetworkVisualization")
    X_raw, y, names = photos.load(None)
    X_raw, y, names = X_raw[SHOWN], y[SHOWN], [names[k] for k in SHOWN]
    maps = nb["compute_saliency_maps"](preprocess(X_raw), y, backbones.load("efficientnet_lite0"))
    return plots.saliency_gallery(X_raw, maps, names, "The bright pixels move the score most")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as nothing, mock.patch.dict("os.environ", PIXELGRAD_DATA=nothing):
        buffer = io.BytesIO()
        gallery().savefig(buffer, format="png", dpi=150)
        PIL.Image.open(buffer).convert("RGB").save(HERE / "saliency.jpg", quality=84, optimize=True)
