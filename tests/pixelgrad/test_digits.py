"""Digits: two sources, one normalisation; the shipped weights are what their JSON says; a network learns; figures and scripts."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from pixelgrad import digit_plots, digits
from pixelgrad.scripts import input_opt, train_digits
from pixelgrad.testing import noise
from sealgrade.build import as_text
from sealgrade.course import Course
from sealgrade.demo import solved

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """No data folder."""
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path / "nothing"))
    return tmp_path


def test_embedded_digits_are_framed_and_normalised(alone, capsys):
    found = digits.load()
    assert capsys.readouterr().out == "Digits: 1437 images of digits to train on, 360 to test with.\n"
    assert found.X_train.shape == (1437, 1, 28, 28) and found.X_train.dtype == torch.float32
    assert found.y_test.shape == (360,) and set(found.y_test.tolist()) == set(range(10))
    frame = torch.ones(28, 28, dtype=bool)
    frame[4:24, 4:24] = False
    torch.testing.assert_close(found.X_test[:, 0, frame], torch.full((360, 384), digits.BLACK))
    ends = float(found.X_test.min()), float(found.X_test.max())
    assert ends == pytest.approx((digits.BLACK, digits.WHITE))
    assert ends == pytest.approx((-0.4242, 2.8215), abs=1e-4)


def test_pixels_invert_the_normalisation():
    raw = np.random.default_rng(0).integers(0, 256, (3, 28, 28), dtype=np.uint8)
    np.testing.assert_allclose(digits.pixels(digits.normalise(raw)) * 255, raw, atol=1e-3)


def test_shipped_weights_are_small_and_as_good_as_stated(alone, capsys):
    file = digits.WEIGHTS / "digits.safetensors"
    assert file.stat().st_size < 1_000_000
    facts, found = digits.about(), digits.load(verbose=False)
    net = digits.network(found)
    assert "weights from the package" in capsys.readouterr().out
    assert digits.accuracy(net, found.X_test, found.y_test) == pytest.approx(facts["test_accuracy"], abs=0.003)  # one image
    assert facts["test_accuracy"] > 0.95
    assert facts["parameters"] == sum(p.numel() for p in net.parameters()) == sum(p.numel() for p in load_file(file).values())
    assert (facts["data"], facts["test_images"]) == (found.source, len(found.y_test))
    assert not net.training and not any(p.requires_grad for p in net.parameters())


def test_a_network_is_trained_where_the_digits_are_others(alone, capsys, monkeypatch):
    found = digits.load(verbose=False)._replace(source="mnist")
    monkeypatch.setattr(digits, "train", lambda images, epochs: digits.digit_net())
    digits.network(found)
    assert "trained now on mnist" in capsys.readouterr().out


def test_training_learns_and_is_the_same_every_time(alone):
    found, nets = digits.load(verbose=False), []
    for _ in range(2):
        torch.manual_seed(0)
        nets.append(digits.train(found, epochs=1.5, noise=0.2))
    assert digits.accuracy(nets[0], found.X_test, found.y_test) > 0.6  # a guess is right in a tenth
    assert all(torch.equal(a, b) for a, b in zip(nets[0].parameters(), nets[1].parameters(), strict=True))


def test_the_script_writes_weights_and_what_it_measured(alone, capsys):
    assert train_digits.main(["--data", "digits", "--epochs", "0.2", "--seed", "3", "--out", str(alone / "mine")]) == 0
    facts = json.loads((alone / "mine/digits.json").read_text())
    assert facts["seed"] == 3 and facts["epochs"] == 0.2 and "--epochs 0.2" in facts["command"]
    assert f"{facts['test_accuracy']:.2%}" in capsys.readouterr().out
    digits.digit_net().load_state_dict(load_file(alone / "mine/digits.safetensors"))


@pytest.mark.parametrize("script", ["input_opt", "train_digits"])
def test_help_shows_examples(script):
    done = subprocess.run([sys.executable, "-m", f"pixelgrad.scripts.{script}", "--help"], capture_output=True, text=True, check=True)
    assert "examples:" in done.stdout and f"python -m pixelgrad.scripts.{script}" in done.stdout


@pytest.fixture
def notebook(alone):
    """The worked notebook on disk, without outputs."""
    course = Course.load(ROOT)
    file = alone / "InputOptimization.ipynb"
    file.write_text(as_text(solved(course, "interpretability", course.pick("interpretability").find("InputOptimization"))))
    return file


def test_input_opt_climbs_with_the_functions_of_the_notebook(notebook, capsys, monkeypatch):
    monkeypatch.chdir(notebook.parent)
    assert input_opt.main(["--neuron", "3", "8", "--steps", "40", "--out", "two.png"]) == 0
    rows = re.findall(r"^ +([38])  from (?:noise|ones) +(-?[\d.]+) +(-?[\d.]+)$", capsys.readouterr().out, flags=re.MULTILINE)
    assert [row[0] for row in rows] == ["3", "3", "8", "8"]
    assert all(float(after) > float(before) + 1 for _, before, after in rows)
    assert (notebook.parent / "two.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = 1", "does not define forward_neuron and maximise_neuron"),
        ("def forward_neuron(net, x, neuron):\n    raise NotImplementedError('forward_neuron')\nmaximise_neuron = forward_neuron\n", ""),
    ],
)
def test_input_opt_says_what_is_missing(alone, capsys, text, told):
    file = alone / "mine.py"
    file.write_text(text.replace("(net, x, neuron)", "(*args)"))
    assert input_opt.main(["--functions", str(file)]) == 1
    assert (told or "forward_neuron is not implemented yet") in capsys.readouterr().err
    assert input_opt.main(["--functions", str(alone / "none.ipynb")]) == 1
    assert "There is no" in capsys.readouterr().err


def test_figures_have_a_panel_for_each_image():
    X = noise(0, 4, 1, 28, 28)
    figure = digit_plots.grey_rows({"a": X, "b": list(X)}, {"b": list("wxyz")}, "Two rows")
    assert len(figure.axes) == 8 and figure.get_suptitle() == "Two rows" and figure.get_size_inches()[0] <= 6
    figure = digit_plots.signed_rows(X, {"map": X, "flat": torch.zeros(4, 1, 28, 28)}, list("wxyz"), "Signed")
    limits = [axis.images[0].get_clim() for axis in figure.axes[4:]]
    assert all(low == -high < 0 for low, high in limits)


def test_curves_have_a_line_for_each_neuron_and_each_baseline():
    figure = digit_plots.climb({"noise": (range(3), np.ones((3, 10))), "ones": (range(3), np.zeros((3, 10)))}, "Climb")
    assert len(figure.axes[0].lines) == 22
    figure = digit_plots.convergence([1, 10, 100], {"black": [1, 0.1, 0.01]}, "Error")
    assert figure.axes[0].get_xscale() == figure.axes[0].get_yscale() == "log" and len(figure.axes[0].lines) == 2
