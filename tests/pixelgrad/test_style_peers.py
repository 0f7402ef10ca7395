"""The worked losses against CS231n's published numbers (style-transfer-checks.npz), where the data folder has pictures and weights.

The total variation needs no network and must agree. Content, Gram and style were published for torchvision's SqueezeNet; with
other weights they cannot agree, so they are compared when torchvision's file is the one found. For the ONNX zoo's weights two
values were computed elsewhere, by another program, when the data were gathered: these are compared instead.
"""

from pathlib import Path

import numpy as np
import PIL.Image
import pytest
import torch

from pixelgrad import backbones
from pixelgrad.data import data_folder
from pixelgrad.features import extract_features, trunk
from pixelgrad.images import preprocess
from sealgrade import worked
from sealgrade.course import Course

COURSE = Course.load(Path(__file__).resolve().parents[2])
FOLDER = data_folder() / "cs231n_a3"
CHECKS = FOLDER / "style-transfer-checks.npz"
LAYERS, WEIGHTS = (1, 4, 6, 7), (300000, 1000, 15, 3)
COMPUTED_ELSEWHERE = {"squeezenet1_1_onnxzoo.pth": (30615, 55807)}  # content and style loss
TORCHVISION = "squeezenet1_1-b8a52dc0.pth"

pytestmark = pytest.mark.skipif(not CHECKS.is_file(), reason="PIXELGRAD_DATA names no folder with cs231n_a3/style-transfer-checks.npz")


@pytest.fixture(scope="module")
def solved():
    return worked.names(COURSE, "image_gradients", "StyleTransfer")


@pytest.fixture(scope="module")
def published():
    with np.load(CHECKS) as file:
        return dict(file)


def picture(name):
    with PIL.Image.open(FOLDER / "styles" / f"{name}.jpg") as image:
        return preprocess(image, 192, crop=False)


@pytest.fixture(scope="module")
def found(solved):
    """The name of the weight file; content loss, Gram matrix and style loss as CS231n's checks ask for them."""
    net = backbones.load("squeezenet1_1", verbose=False)
    if net.name != "squeezenet1_1":
        pytest.skip("no SqueezeNet weights here")
    content, style, black = picture("tubingen"), picture("starry_night"), torch.zeros_like(picture("tubingen"))
    with torch.no_grad():
        C, S, B = (extract_features(X, trunk(net)) for X in (content, style, black))
        targets = [solved["gram_matrix"](S[k]) for k in LAYERS]
        losses = solved["content_loss"](6e-2, C[3], B[3]), solved["style_loss"](C, LAYERS, targets, WEIGHTS)
        return Path(net.origin).name, *map(float, losses), solved["gram_matrix"](S[5]).numpy()


def test_total_variation_agrees(solved, published):
    assert float(solved["tv_loss"](picture("tubingen"), 2e-2)) == pytest.approx(float(published["tv_out"]), rel=1e-5)


def test_losses_agree_with_those_computed_elsewhere(found):
    name, content, style, _ = found
    if name not in COMPUTED_ELSEWHERE:
        pytest.skip(f"nothing was computed elsewhere for {name}")
    assert (round(content), round(style)) == COMPUTED_ELSEWHERE[name]


def test_losses_and_gram_matrix_agree_with_torchvisions_weights(found, published):
    name, content, style, gram = found
    if name != TORCHVISION:
        pytest.skip(f"published for {TORCHVISION}, found {name}")
    assert content == pytest.approx(float(published["cl_out"]), rel=1e-3)
    assert style == pytest.approx(float(published["sl_out"]), rel=1e-3)
    np.testing.assert_allclose(gram, published["gm_out"], rtol=1e-3, atol=1e-4)
