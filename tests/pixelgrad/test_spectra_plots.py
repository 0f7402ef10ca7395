"""Figures of spectra: at most six inches wide, closed, and what is drawn is what was given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from pixelgrad import spectra_plots
from pixelgrad.spectra import Accuracy, row_average


def centred(seed=0, h=8, w=10):
    return np.random.default_rng(seed).standard_normal((h, w, 3)) + 5


def checked(figure, panels, title):
    assert figure.get_figwidth() <= 6 and figure.number not in plt.get_fignums()
    assert figure.get_suptitle() == title
    figure.canvas.draw()
    images = [axis for axis in figure.axes if axis.images]
    assert len(images) == panels
    return images


def test_sheet_shows_maps_in_one_scale_and_averages():
    real, fake = centred(1), centred(2)
    figure = spectra_plots.sheet({"real": real, "fake": fake}, {"gap": fake - real}, {"real": real, "fake": fake}, "claim")
    one, two, gap = (axis.images[0] for axis in checked(figure, 3, "claim"))
    np.testing.assert_allclose(one.get_array(), real.mean(axis=2))
    assert one.get_clim() == two.get_clim() and gap.get_clim()[0] == -gap.get_clim()[1]
    rows = next(axis for axis in figure.axes if axis.get_title() == "averaged over rows")
    assert [line.get_label() for line in rows.lines] == ["real", "fake"]
    np.testing.assert_allclose(rows.lines[1].get_ydata(), row_average(fake)[1])


def test_sheet_of_differences_alone():
    checked(spectra_plots.sheet({}, {"a": centred(1), "b": centred(2)}, {"c": centred(3)}, "two"), 2, "two")


def test_images_with_the_strongest_contrast_are_shown():
    X = np.full((5, 6, 6, 3), 90, np.uint8)
    X[[1, 3], :3] = 200
    axes = checked(spectra_plots.two_kinds(X, X, "pairs", n=2), 4, "pairs")
    assert all(axis.images[0].get_array().max() == 200 for axis in axes)


def test_bars_with_intervals():
    figure = spectra_plots.accuracies({"pixels": Accuracy(0.6, 0.5, 0.7, 80), "spectra": Accuracy(0.99, 0.95, 1.0, 80)}, "bars")
    checked(figure, 0, "bars")
    (axis,) = figure.axes
    assert [bar.get_width() for bar in axis.patches] == pytest.approx([0.6, 0.99])


def test_weights_are_drawn_around_nothing():
    axes = checked(spectra_plots.weights_row({"pixels": centred(1) - 5, "spectra": centred(2) - 5}, "weights"), 2, "weights")
    assert all(axis.images[0].get_clim()[0] == -axis.images[0].get_clim()[1] for axis in axes)
