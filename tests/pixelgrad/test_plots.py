"""Figures fit the page, say their claim, and stay closed for pyplot."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from pixelgrad import images, plots, strips

RAW = np.random.default_rng(0).integers(0, 256, (5, 32, 32, 3), dtype=np.uint8)
X = images.preprocess(RAW, size=None)
NAMES = list("abcde")
FIGURES = {
    "images_row": lambda: plots.images_row(RAW, NAMES, "claim"),
    "saliency_gallery": lambda: plots.saliency_gallery(RAW, torch.rand(5, 32, 32), NAMES, "claim"),
    "fooling_figure": lambda: plots.fooling_figure(X[:1], X[:1] + 0.02, ["a", "b"], "claim"),
    "class_grid": lambda: plots.class_grid([X[:1]] * 4, NAMES[:4], "claim"),
    "two_rows": lambda: strips.two_rows(RAW[:3], NAMES[:3], RAW, NAMES, "claim"),
    "matrices_row": lambda: strips.matrices_row(torch.rand(4, 6, 6), NAMES[:4], "claim"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_fits_the_page_and_states_its_claim(name):
    figure = FIGURES[name]()
    assert figure.get_size_inches()[0] <= 6
    assert figure.get_suptitle() == "claim"
    assert not any(axis.axison for axis in figure.axes)
    assert plt.get_fignums() == []
    figure.canvas.draw()


def test_a_map_is_cut_at_its_percentiles():
    ramp = torch.arange(1000.0).view(20, 50)
    bright = plots.stretch(ramp, sigma=0)
    assert bright.min() == 0 and bright.max() == 1
    assert (bright == 0).mean() == pytest.approx(0.5)
    assert (bright == 1).mean() == pytest.approx(0.005)


def test_one_outlier_does_not_darken_the_map():
    saliency = torch.rand(64, 64, generator=torch.Generator().manual_seed(0))
    before = plots.stretch(saliency, sigma=0).mean()
    saliency[3, 3] = 1e6
    assert plots.stretch(saliency, sigma=0).mean() == pytest.approx(before, abs=0.01)


def test_a_constant_map_is_black():
    assert (plots.stretch(torch.zeros(8, 8)) == 0).all()


def test_the_magnified_difference_is_ten_times_the_difference():
    black = images.preprocess(np.zeros((4, 4, 3), np.uint8), size=None)
    brighter = images.preprocess(np.full((4, 4, 3), 3, np.uint8), size=None)
    panels = [axis.get_images()[0].get_array() for axis in plots.fooling_figure(black, brighter, "ab").axes]
    assert [int(panel[0, 0, 0]) for panel in panels] == [0, 3, 131, 158]


def test_class_pictures_get_one_gain_for_all_channels():
    faint = np.full((10, 10, 3), 100, np.uint8)
    faint[:, :5] += np.array([20, 10, 0], np.uint8)
    figure = plots.class_grid([images.preprocess(faint, size=None)], ["a"])
    shown = figure.axes[0].get_images()[0].get_array()
    # red swings by the full range, green by half of it, blue stays mid-grey
    np.testing.assert_allclose(shown[0, 0], [1.0, 0.75, 0.5], atol=1e-6)
    np.testing.assert_allclose(shown[0, 9], [0.0, 0.25, 0.5], atol=1e-6)


def test_matrices_share_one_scale():
    figure = strips.matrices_row([torch.zeros(2, 2), torch.full((2, 2), 3.0)], ["a", "b"])
    limits = [axis.get_images()[0].get_clim() for axis in figure.axes]
    assert limits == [(0, 3), (0, 3)]
