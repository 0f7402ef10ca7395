"""Figures of attacks and of layers fit the page, say their claim, stay closed for pyplot, and draw what they are given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.patches import Rectangle

from pixelgrad import attack_plots, images, layer_plots

RAW = np.random.default_rng(0).integers(0, 256, (4, 32, 32, 3), dtype=np.uint8)
X = images.preprocess(RAW, size=None)
MAPS = [torch.rand(4, 32, 32), torch.rand(4, 32, 32)]
BOXES = [(4, 5, 6, 7), (0, -3, 20, 21)]
FIGURES = {
    "depth_gallery": lambda: layer_plots.depth_gallery(RAW, MAPS, list("abcd"), ["shallow", "deep"], "claim"),
    "fields_figure": lambda: layer_plots.fields_figure(RAW[0], [MAPS[0][0], MAPS[1][0]], BOXES, ["shallow", "deep"], "claim"),
    "adversarial_figure": lambda: attack_plots.adversarial_figure(X[:1], X[:1] + 0.1 * torch.ones(3, 1, 1, 1), list("abcd"), "claim"),
    "small_grid": lambda: attack_plots.small_grid(2 * torch.rand(10, 1, 8, 8) - 1, "a" * 10, "ab" * 5, "claim"),
    "strength_curve": lambda: attack_plots.strength_curve([0, 1], {"right": [1, 0.5], "sure": [0.9, 0.1]}, "claim"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_fits_the_page_and_states_its_claim(name):
    figure = FIGURES[name]()
    assert figure.get_size_inches()[0] <= 6
    assert figure.get_suptitle() == "claim"
    assert any(axis.axison for axis in figure.axes) == (name == "strength_curve")
    assert plt.get_fignums() == []
    figure.canvas.draw()


def test_boxes_are_drawn_around_whole_pixels():
    figure = FIGURES["fields_figure"]()
    boxes = [patch for axis in figure.axes for patch in axis.patches if isinstance(patch, Rectangle)]
    assert [(box.get_x() + 0.5, box.get_y() + 0.5, box.get_width(), box.get_height()) for box in boxes[:2]] == BOXES
    assert all(axis.get_xlim() == (-0.5, 31.5) and axis.get_ylim() == (31.5, -0.5) for axis in figure.axes)


def test_a_pixel_without_influence_is_black():
    values = torch.zeros(32, 32)
    values[3, 4] = 1e-6
    shown = layer_plots.fields_figure(RAW[0], [values], BOXES[:1], ["deep"]).axes[1].get_images()[0]
    assert np.flatnonzero(shown.get_array()).tolist() == [3 * 32 + 4] and shown.norm.vmin == 0


def test_the_change_is_drawn_eight_times_around_grey():
    black = images.preprocess(np.zeros((4, 4, 3), np.uint8), size=None)
    brighter = images.preprocess([np.full((4, 4, 3), value, np.uint8) for value in (2, 60)], size=None)
    panels = [axis.get_images() for axis in attack_plots.adversarial_figure(black, brighter, "abc").axes]
    assert [int(shown[0].get_array()[0, 0, 0]) if shown else None for shown in panels] == [0, 2, 60, None, 144, 255]


def test_a_changed_class_is_in_colour():
    figure = FIGURES["small_grid"]()
    captions = [axis.title for axis in figure.axes if axis.get_images()]
    assert len(captions) == 10
    assert {caption.get_text(): caption.get_color() for caption in captions} == {"a\na": "black", "a\nb": attack_plots.COLOURS[1]}


def test_a_grey_image_is_drawn_from_black_to_white():
    figure = attack_plots.small_grid(torch.tensor([-1.0, 1.0, 3.0]).view(3, 1, 1, 1), "abc", "abc")
    shown = [axis.get_images()[0].get_array() for axis in figure.axes if axis.get_images()]
    assert [pixels.flatten()[0] for pixels in shown] == [0, 1, 1]
