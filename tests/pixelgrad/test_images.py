"""Images survive the way into ImageNet's normalisation and back; the tools keep their promises."""

import numpy as np
import pytest
import torch
from PIL import Image

from pixelgrad import images


def noise(height=40, width=56, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def test_a_mid_grey_pixel_by_hand():
    grey = np.full((8, 8, 3), 51, dtype=np.uint8)  # 51 / 255 = 0.2
    X = images.preprocess(grey, size=None)
    expected = [(0.2 - 0.485) / 0.229, (0.2 - 0.456) / 0.224, (0.2 - 0.406) / 0.225]
    torch.testing.assert_close(X[0, :, 3, 3], torch.tensor(expected))


@pytest.mark.parametrize("form", [np.asarray, Image.fromarray])
def test_deprocess_undoes_preprocess_exactly(form):
    raw = noise()
    X = images.preprocess(form(raw), size=None)
    assert X.shape == (1, 3, 40, 56) and X.dtype == torch.float32
    np.testing.assert_array_equal(images.deprocess(X)[0], raw)
    np.testing.assert_array_equal(np.asarray(images.to_pil(X)), raw)


def test_a_batch_is_its_images_one_by_one():
    raws = [noise(seed=k) for k in range(3)]
    X = images.preprocess(np.stack(raws), size=32)
    assert X.shape == (3, 3, 32, 32)
    for k, raw in enumerate(raws):
        assert torch.equal(X[k : k + 1], images.preprocess(raw, size=32))


def test_without_a_crop_the_aspect_ratio_stays():
    assert images.preprocess(noise(40, 80), size=20, crop=False).shape == (1, 3, 20, 40)
    with pytest.raises(ValueError, match="crop=True"):
        images.preprocess([noise(40, 80), noise(80, 40)], size=20, crop=False)


def test_grey_and_transparent_images_become_colour():
    for mode in ("L", "RGBA", "P"):
        assert images.preprocess(Image.new(mode, (30, 30)), size=24).shape == (1, 3, 24, 24)


def test_deprocess_clips():
    X = torch.tensor([-100.0, 100.0]).view(1, 1, 2).expand(3, 1, 2)
    np.testing.assert_array_equal(images.deprocess(X)[0, :, 0], [0, 255])


def test_blur_keeps_constants_and_spreads_a_spike():
    flat = torch.full((1, 2, 12, 16), 0.7)
    torch.testing.assert_close(images.blur_image(flat, 0.5), flat)
    spike = torch.zeros(1, 1, 15, 15)
    spike[0, 0, 7, 7] = 1
    soft = images.blur_image(spike, 1.0)
    torch.testing.assert_close(soft.sum(), torch.tensor(1.0))
    torch.testing.assert_close(soft, soft.transpose(2, 3))
    # neighbours fall off as exp(-d^2 / 2 sigma^2), and the spike itself stays untouched
    torch.testing.assert_close(soft[0, 0, 7, 8] / soft[0, 0, 7, 7], torch.tensor(-0.5).exp())
    assert spike.sum() == spike[0, 0, 7, 7] == 1


def test_a_blur_of_no_width_is_a_copy():
    X = torch.rand(1, 3, 8, 8)
    same = images.blur_image(X, 0.0)
    assert torch.equal(same, X) and same.data_ptr() != X.data_ptr()


def test_jitter_moves_right_and_down_and_comes_back():
    X = torch.zeros(1, 1, 4, 6)
    X[0, 0, 1, 2] = 1
    moved = images.jitter(X, 3, 1)  # column 2 -> 5, row 1 -> 2
    assert moved[0, 0, 2, 5] == 1 and moved.sum() == 1
    assert torch.equal(images.jitter(moved, -3, -1), X)


def test_clamping_gives_exactly_black_and_white():
    X = torch.full((1, 3, 2, 2), 9.0)
    assert (images.deprocess(images.clamp_to_valid(X)) == 255).all()
    assert (images.deprocess(images.clamp_to_valid(-X)) == 0).all()
    inside = images.preprocess(noise(), size=None)
    torch.testing.assert_close(images.clamp_to_valid(inside), inside)
    assert (X == 9).all()


def test_the_tools_pass_gradients():
    X = torch.rand(1, 3, 16, 16, requires_grad=True)
    images.clamp_to_valid(images.jitter(images.blur_image(X, 0.5), 2, 3)).sum().backward()
    torch.testing.assert_close(X.grad.sum(), torch.tensor(3.0 * 16 * 16))
