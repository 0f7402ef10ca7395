"""The small network in NumPy: the worked solution against torch's autograd, its probes, finite differences, figures."""

import copy
import itertools
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from pixelgrad import fit_plots, mlp, mlp_probes
from sealgrade import worked
from sealgrade.course import Course


@pytest.fixture(scope="module")
def solved():
    return worked.names(Course.load(Path(__file__).resolve().parents[2]), "regularization", "Regularization")


def test_points_are_the_eleven_in_two_parts():
    x, t, x_val, t_val = mlp.points((2, 5, 8))
    assert x.shape == t.shape == (8, 1) and x_val.shape == t_val.shape == (3, 1)
    np.testing.assert_allclose(x_val[:, 0], [0.2, 0.5, 0.8])
    np.testing.assert_allclose(t_val[:, 0], [-0.61, -0.44, 0.45])
    both = dict(zip(np.concatenate([x, x_val])[:, 0].round(6), np.concatenate([t, t_val])[:, 0], strict=True))
    assert both == dict(zip(np.arange(11) / 10, mlp.TARGETS, strict=True))


def test_start_is_drawn_from_its_seed_and_bends_inside():
    params, same, other = mlp.start(seed=4), mlp.start(seed=4), mlp.start(seed=5)
    assert all((params[name] == same[name]).all() for name in params)
    assert not np.allclose(params["W1"], other["W1"])
    middle = -params["b1"] / params["W1"][0]
    assert ((middle >= 0) & (middle <= 1)).all()


def test_central_differences_find_a_known_slope_and_change_nothing():
    params = {"a": np.array([1.0, 2.0]), "b": np.array([[3.0]])}
    kept = copy.deepcopy(params)
    slopes = mlp.central_differences(lambda p: float((p["a"] ** 3).sum() * p["b"][0, 0]), params, 1e-4)
    np.testing.assert_allclose(slopes["a"], 9 * params["a"] ** 2, rtol=1e-7)
    np.testing.assert_allclose(slopes["b"], [[9.0]], rtol=1e-7)
    assert all((params[name] == kept[name]).all() for name in params)
    assert mlp.relative_gap({"a": np.array([1.0, 4.0])}, {"a": np.array([1.0, 5.0])}) == pytest.approx(0.2)


@pytest.mark.parametrize("masked", [False, True])
def test_worked_backward_agrees_with_autograd(solved, masked):
    dice = np.random.default_rng(0)
    params = {name: dice.standard_normal(size) for name, size in {"W1": (2, 5), "b1": (5,), "W2": (5, 3), "b2": (3,)}.items()}
    x, t, mask = dice.standard_normal((4, 2)), dice.standard_normal((4, 3)), dice.random((4, 5)) if masked else None
    E, grads = solved["backward"](params, x, t, mask)
    p = {name: torch.tensor(array, requires_grad=True) for name, array in params.items()}
    h = torch.tanh(torch.tensor(x) @ p["W1"] + p["b1"]) * (1 if mask is None else torch.tensor(mask))
    loss = ((h @ p["W2"] + p["b2"] - torch.tensor(t)) ** 2).sum() / 8
    loss.backward()
    assert pytest.approx(loss.item(), rel=1e-12) == E
    for name in params:
        np.testing.assert_allclose(grads[name], p[name].grad.numpy(), rtol=1e-10, atol=1e-12)


def test_whole_network_is_the_mean_of_all_thinned_ones(solved):
    """The claim of the figure: weighted by their probability, exactly, as the output is linear."""
    params, x, rate = mlp.start(hidden=6, seed=1), np.linspace(0, 1, 5)[:, None], 0.3
    total = np.zeros((5, 1))
    for bits in itertools.product([0, 1], repeat=6):
        chance = np.prod([rate if bit == 0 else 1 - rate for bit in bits])
        total += chance * solved["forward"](params, x, np.array([bits]) / (1 - rate))[0]
    np.testing.assert_allclose(total, solved["forward"](params, x)[0], rtol=1e-10, atol=1e-12)


def test_probes_are_what_they_say():
    a = np.linspace(-2, 2, 9)
    _, slope = mlp_probes.bend()(a)
    high, low = mlp_probes.bent(a + 1e-5)[0], mlp_probes.bent(a - 1e-5)[0]
    np.testing.assert_allclose(slope, (high - low) / 2e-5, rtol=1e-8)
    params = {"W1": np.ones((1, 2)), "b2": np.array([0.5])}
    loss, grads = mlp_probes.bowl(3)(params)
    slopes = mlp.central_differences(lambda p: mlp_probes.bowl_at(p, 3)[0], params, 1e-5)
    assert loss == mlp_probes.bowl_at(params, 3)[0] and mlp.relative_gap(grads, slopes) < 1e-8
    error = mlp_probes.listed([3.0, 2.0, 1.0], 0.5)
    assert [error({"b2": np.array([0.5 * k])}) for k in (0, 1, 2, 3, 9)] == [3, 2, 1, 1, 1]


def test_dice_are_a_generator_that_can_be_copied():
    dice, same = mlp_probes.dice(7), copy.deepcopy(mlp_probes.dice(7))
    expected = np.random.default_rng(7)
    assert (dice.random(4) == expected.random(4)).all() and dice.binomial(9, 0.5) == expected.binomial(9, 0.5)
    assert (same.random(4) == np.random.default_rng(7).random(4)).all()
    with pytest.raises(AttributeError):
        dice.no_such_thing  # noqa: B018


def small(figure, title):
    assert figure.get_figwidth() <= 6 and figure.number not in plt.get_fignums()
    assert figure.get_suptitle() == title
    figure.canvas.draw()
    return figure


def test_figures_say_what_they_are_given():
    data = mlp.points()
    figure = small(fit_plots.fits({"flat": np.zeros_like, "line": lambda x: 2 * x}, data, "claim", [np.ones_like]), "claim")
    told = f"flat\nerror {np.sqrt(np.mean(data[1] ** 2)):.2f} / {np.sqrt(np.mean(data[3] ** 2)):.2f}"
    assert figure.axes[0].get_title() == told
    assert [len(axis.lines) for axis in figure.axes] == [3, 4]
    figure = small(fit_plots.table({"a": np.array([[0.1, 0.2], [0.3, 0.4]])}, "table"), "table")
    assert {"0.200", "0.300"} <= {text.get_text() for text in figure.axes[0].texts}
    figure = small(fit_plots.errors({"training": [3.0, 2.0]}, "errors", {"best": 1}), "errors")
    assert figure.axes[0].texts[0].get_text().strip() == "best: step 1"
    small(fit_plots.gradient_check([0.1, 0.01], {"central": [1e-2, 1e-4]}, "check"), "check")
    small(fit_plots.parts(np.zeros((401, 3)), np.zeros((401, 1)), data, "parts"), "parts")
