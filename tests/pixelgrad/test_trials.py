"""The table of trials survives interruptions; its probes agree with it; figures of trainings show what they are given."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from pixelgrad import trial_plots, trial_probes, trials


def test_table_is_read_again(tmp_path):
    table = trials.Table(tmp_path / "deep" / "search.jsonl")
    table.add({"lr": 0.1, "width": 4}, 0.5)
    table.add({"width": 8, "lr": 0.1}, np.float64(0.75))
    again = trials.Table(tmp_path / "deep" / "search.jsonl")
    assert list(again) == [({"lr": 0.1, "width": 4}, 0.5), ({"lr": 0.1, "width": 8}, 0.75)] and len(again) == 2
    assert {"width": 4, "lr": 0.1} in again and {"width": 4} not in again


def test_line_that_was_cut_off_is_made_again(tmp_path):
    path = tmp_path / "search.jsonl"
    trials.Table(path).add({"lr": 0.1}, 0.5)
    whole = path.read_text()
    path.write_text(whole + whole[:-9])
    table = trials.Table(path)
    assert len(table) == 1
    table.add({"lr": 0.2}, 0.25)
    assert list(trials.Table(path)) == [({"lr": 0.1}, 0.5), ({"lr": 0.2}, 0.25)]


def test_what_json_does_not_know_is_refused_and_not_written(tmp_path):
    table = trials.Table(tmp_path / "search.jsonl")
    with pytest.raises(TypeError):
        table.add({"net": torch.nn.ReLU()}, 1.0)
    assert len(table) == 0 and not table.path.exists()


def test_rows_that_come_out_cannot_change_the_table(tmp_path):
    table = trials.Table(tmp_path / "search.jsonl")
    table.add({"lr": 0.1}, 0.5)
    next(iter(table))[0]["lr"] = 9
    assert {"lr": 0.1} in table


def test_table_of_the_checks_behaves_alike(tmp_path):
    real, other = trials.Table(tmp_path / "search.jsonl"), trial_probes.trial_table()
    for table in (real, other):
        table.add({"lr": 0.1}, 0.5)
    assert list(real) == list(other) and len(real) == len(other) and ({"lr": 0.1} in other) and ({"lr": 1} not in other)


def test_moody_net_is_another_one_while_it_trains():
    X = torch.randn(3, 1, 4, 5)
    for net in (trial_probes.moody_net(), trial_probes.moody_maps()):
        still = net(X)
        assert not torch.allclose(net.train()(X), still, atol=1e-3)
        assert torch.equal(net.eval()(X), still)
        assert net[0].training_while_shown() == [False, True, False] and net[0].sizes() == [3, 3, 3]


def test_strangers_are_counted_without_oneself():
    Z, y = np.array([[0.0], [0.1], [5.0], [5.1], [5.2]]), np.array([0, 0, 1, 1, 0])
    assert trials.strangers(Z, y) == pytest.approx(0.2)
    assert trials.strangers(torch.from_numpy(Z), torch.from_numpy(y)) == pytest.approx(0.2)
    assert trials.strangers(np.zeros((4, 2)), np.zeros(4)) == 0


def small(figure, title):
    assert figure.get_figwidth() <= 6 and figure.number not in plt.get_fignums()
    assert figure.get_suptitle() == title
    figure.canvas.draw()
    return figure


def test_figures_show_what_they_are_given():
    history = [{"train": (1.0, 0.5), "val": (1.5, 0.4)}, {"train": (0.5, 0.8), "val": (1.2, 0.6)}]
    figure = small(trial_plots.learning_curves(history, "curves"), "curves")
    assert [list(line.get_ydata()) for line in figure.axes[0].lines] == [[1.0, 0.5], [1.5, 1.2]]
    rows = [({"lr": 0.1, "width": 2}, 0.9), ({"lr": 0.01, "width": 2}, 0.95), ({"lr": 0.1, "width": 4}, 0.8)]
    figure = small(trial_plots.search(rows, "search"), "search")
    assert [axis.get_title() for axis in figure.axes] == ["lr", "width"]
    assert figure.axes[0].lines[-1].get_ydata()[0] == pytest.approx(0.05)
    counts = np.diag(np.arange(1, 11))
    counts[3, 8] = 2
    figure = small(trial_plots.confusion(counts, "confusion"), "confusion")
    assert [text.get_text() for text in figure.axes[0].texts] == ["1", "2", "3", "4", "2", *map(str, range(5, 11))]
    images = np.zeros((9, 28, 28))
    figure = small(trial_plots.mistakes(images, [3] * 9, [8] * 9, [0.97] * 9, "mistakes"), "mistakes")
    assert figure.axes[0].get_title() == "3 read\nas 8 (97%)"
    points = np.random.default_rng(0).standard_normal((12, 2))
    figure = small(trial_plots.embeddings({"a": points, "b": points}, {"a": [1] * 12, "b": [2] * 12}, {"a": "x", "b": "y"}, "map"), "map")
    assert figure.axes[0].get_title() == "a\nx" and len(figure.axes[1].texts) == 12


def test_no_mistakes_is_no_error():
    small(trial_plots.mistakes(np.zeros((0, 28, 28)), [], [], [], "none"), "none")
