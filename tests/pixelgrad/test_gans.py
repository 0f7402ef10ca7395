"""Games, judges, tricks and the study of GANs: what the notebook GAN relies on and does not check itself."""

import copy
import importlib
import json
import math
import subprocess
import sys

import numpy as np
import pytest
import torch
from PIL import Image
from scipy.linalg import sqrtm
from torch import nn

from pixelgrad import digits, dissect, duel, gan_data, gan_plots, gan_quality, gan_tricks, gans
from pixelgrad.scripts import gan_study
from pixelgrad.testing import noise


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """No data folder: the embedded digits are all there is."""
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path / "nothing"))
    return tmp_path


def small(every=2, checkpoint=None):
    """A game of two small networks for images of 784 pixels; G has batch statistics."""
    torch.manual_seed(0)
    G = nn.Sequential(nn.Linear(3, 8), nn.BatchNorm1d(8), nn.Linear(8, 784), nn.Tanh())
    losses = duel.discriminator_loss, duel.generator_loss
    return gans.Gan(nn.Sequential(nn.Linear(784, 4), nn.ReLU(), nn.Linear(4, 1)), G, losses, 3, every=every, checkpoint=checkpoint)


def train(gan, n, stop=None):
    """A right training, which may be cut off in the middle of step `stop`."""
    X = noise(1, 20, 784).clamp(-1, 1)
    for t in gan.steps(n):
        if t == stop:
            raise KeyboardInterrupt
        real = X[torch.randint(20, (5,))]
        gan.D_solver.zero_grad()
        d = gan.discriminator_loss(gan.D(real), gan.D(gan.G(2 * torch.rand(5, 3) - 1).detach()))
        d.backward()
        gan.D_solver.step()
        gan.G_solver.zero_grad()
        g = gan.generator_loss(gan.D(gan.G(2 * torch.rand(5, 3) - 1)))
        g.backward()
        gan.G_solver.step()
        gan.show(d, g)
    return gan


def test_rows_and_digits_are_two_forms_of_one_image(alone):
    X, y, found = gan_data.load(verbose=False)
    assert X.shape == (1437, 784) and y.shape == (1437,) and found.source == "digits"
    assert float(X.min()) == -1 and 0.9 < float(X.max()) <= 1
    torch.testing.assert_close(gan_data.as_digits(X), found.X_train, rtol=0, atol=1e-5)


def test_steps_count_and_keep_pictures_and_losses():
    gan = train(small(every=3), 7)
    assert sorted(gan.frames) == [3, 6, 7] and len(gan.history) == 7 and gan.t == 7
    assert all(sheet.shape == (4 * 28, 8 * 28) and sheet.dtype == torch.uint8 for sheet in gan.frames.values())
    assert all(math.isfinite(loss) for pair in gan.history for loss in pair)


def test_a_training_that_was_cut_off_goes_on_exactly(tmp_path):
    whole, file = train(small(), 7), tmp_path / "gan.pt"
    with pytest.raises(KeyboardInterrupt):
        train(small(checkpoint=file), 7, stop=5)
    assert file.exists()
    torch.manual_seed(99)
    again = train(small(checkpoint=file), 7)
    assert again.history == whole.history and sorted(again.frames) == sorted(whole.frames)
    assert all(torch.equal(a, b) for a, b in zip(whole.state_dict().values(), again.state_dict().values(), strict=True))
    assert not file.exists() and not file.with_suffix(".part").exists()


def test_a_checkpoint_of_another_game_is_refused(tmp_path):
    file = tmp_path / "gan.pt"
    small().save(file)
    other = gans.Gan(nn.Linear(784, 1), nn.Linear(2, 784), (None, None), 2, checkpoint=file)
    with pytest.raises(ValueError, match="checkpoint of other networks"):
        next(other.steps(3))


def test_samples_are_made_in_eval_mode_and_leave_the_mode_alone():
    gan = small()
    Z = noise(0, 3, 3)
    made = gan.samples(Z)
    assert gan.G.training and made.shape == (3, 784)
    torch.testing.assert_close(gan.samples(Z[:1]), made[:1])  # batch statistics would make one row depend on the others


def test_score_of_sure_and_varied_is_ten_and_of_unsure_or_uniform_one():
    assert gan_quality.classifier_score(torch.eye(10).repeat(3, 1)) == pytest.approx(10)
    assert gan_quality.classifier_score(torch.full((7, 10), 0.1)) == pytest.approx(1)
    assert gan_quality.classifier_score(torch.eye(10)[[3, 3, 3]]) == pytest.approx(1)
    assert gan_quality.classifier_score(torch.eye(10)[[3, 5]]) == pytest.approx(2)


def test_frechet_distance_of_stretched_and_shifted_features_is_known():
    F = noise(0, 500, 4, dtype=torch.float64)
    a, b = torch.tensor([2.0, 1.0, 0.5, 3.0], dtype=torch.float64), torch.tensor([0.0, 1.0, -2.0, 0.0], dtype=torch.float64)
    white = torch.linalg.solve_triangular(torch.linalg.cholesky(torch.cov(F.T)), (F - F.mean(0)).T, upper=False).T
    assert gan_quality.frechet_distance(white, white * a + b) == pytest.approx(float((b**2).sum() + ((a - 1) ** 2).sum()), rel=1e-6)
    assert gan_quality.frechet_distance(F, F) == pytest.approx(0, abs=1e-6)


def test_frechet_distance_agrees_with_the_matrix_square_root():
    F, G = (
        noise(1, 60, 5, dtype=torch.float64).numpy(),
        (noise(2, 40, 5, dtype=torch.float64) @ noise(3, 5, 5, dtype=torch.float64)).numpy(),
    )
    C, C_ = np.cov(F.T), np.cov(G.T)
    expected = ((F.mean(0) - G.mean(0)) ** 2).sum() + np.trace(C + C_ - 2 * sqrtm(C @ C_).real)
    found = [gan_quality.frechet_distance(torch.from_numpy(a), torch.from_numpy(b)) for a, b in ((F, G), (G, F))]
    assert found == pytest.approx([expected, expected], rel=1e-8)
    with pytest.raises(ValueError, match="two rows"):
        gan_quality.frechet_distance(torch.ones(1, 3), torch.ones(4, 3))


def test_real_images_are_judged_better_than_noise_and_than_copies(alone):
    X, _, found = gan_data.load(verbose=False)
    net = digits.network(found, verbose=False)
    real, blots, copies = (gan_quality.judge(net, S, X[:500]) for S in (X[500:900], noise(0, 400, 784).clamp(-1, 1), X[:1].repeat(400, 1)))
    assert real.score > 8 and real.distance < blots.distance / 5 and real.distance < copies.distance / 5
    assert gan_quality.imbalance(real.histogram) < 0.1 and gan_quality.imbalance(copies.histogram) == pytest.approx(0.9)
    assert copies.histogram.sum() == 400
    assert all(len(line) <= 79 for line in gan_quality.table({"real test images": real}).splitlines())


def test_sheets_have_images_in_their_order():
    X = torch.linspace(-1, 1, 5)[:, None].expand(5, 784)
    sheet = gan_plots.tiles(X, columns=3)
    assert sheet.shape == (56, 84) and sheet[0, ::28].tolist() == [0, 64, 128] and sheet[28, ::28].tolist() == [191, 255, 0]


def test_animation_has_every_frame(tmp_path):
    frames = [torch.full((28, 56), 40 * k, dtype=torch.uint8) for k in range(5)]
    with Image.open(gan_plots.write_gif(frames, tmp_path / "film.gif", scale=2)) as film:
        assert film.n_frames == 5 and film.size == (112, 56) and film.info["loop"] == 0
    with pytest.raises(ValueError, match="no frame"):
        gan_plots.write_gif([], tmp_path / "none.gif")


def test_figures_are_narrow_and_complete():
    history, X = {"a": np.ones((40, 2)), "b": np.ones((3, 2))}, noise(0, 9, 784)
    rows = [{**row, "score": 1.0, "distance": 2.0 + k, "imbalance": 0.1, "seconds": 1.0} for k, row in enumerate(gan_study.settings())]
    for figure, panels in (
        (gan_plots.losses(history, "Losses"), 2), (gan_plots.histograms({"a": np.arange(10)}, "Classes"), 1),
        (gan_plots.sheets({"a": X, "b": gan_plots.tiles(X)}, "Sheets"), 2), (gan_plots.study(rows, "Study"), 6),
    ):  # fmt: skip
        assert len(figure.axes) == panels and figure.get_size_inches()[0] <= 6 and figure.get_suptitle()
    assert all(len(line) <= 79 for line in gan_study.table(rows).splitlines())


def closeness(features, T):
    """Stands in for minibatch_discrimination: depends on the whole batch."""
    return torch.cat([features, features.mean() + 0 * features[:, :1] + torch.zeros(len(features), T.shape[1])], dim=1)


def test_minibatch_layer_sees_the_batch_and_learns():
    D = gan_tricks.with_minibatch(nn.Sequential(nn.Linear(784, 6), nn.ReLU(), nn.Linear(6, 1)), closeness)
    X = noise(0, 4, 784)
    assert D(X).shape == (4, 1) and not torch.allclose(D(X)[:2], D(X[:2]))
    assert any(name.endswith("T") for name, _ in D.named_parameters())
    with pytest.raises(ValueError, match="Sigmoid"):
        gan_tricks.with_minibatch(nn.Sequential(nn.Linear(784, 1), nn.Sigmoid()), closeness)


def test_matched_features_are_those_before_the_last_layer():
    gan, X, seen = small(), noise(5, 6, 784), []
    gan_tricks.match_features(gan, X, lambda real, fake: seen.append((real, fake)) or fake.sum())
    fake = gan.G(noise(6, 4, 3))
    gan.generator_loss(gan.D(fake)).backward()
    (real, features), inner = seen[0], gan.D[:2]
    torch.testing.assert_close(features, inner(fake))
    possible = inner(X)
    assert real.shape == (4, 4) and not real.requires_grad
    assert all((possible - row).abs().sum(dim=1).min() < 1e-5 for row in real)
    assert gan.G[0].weight.grad.abs().sum() > 0


def test_a_game_is_built_again_from_what_it_leaves_with_dirty_gradients():
    game = duel.game(seed=3).requires_grad_().train()
    module, function = game._spec[0].split(":")
    again = getattr(importlib.import_module(module), function)(**game._spec[1])
    again.load_state_dict(game.state_dict())
    for one, two in zip(game.parameters(), again.parameters(), strict=True):
        assert torch.equal(one, two) and torch.equal(one.grad, two.grad) and one.grad.abs().sum() > 0
    other = copy.deepcopy(game)
    other.D_solver.step()
    assert not torch.equal(other.D[1].weight, game.D[1].weight), "a copy's optimiser moves the copy"
    assert other.report()["parameters"]["D.1.weight"].shape == (5, 6)


def test_dissection_knows_layers_by_their_tensors():
    net = nn.Sequential(nn.Linear(3, 4), nn.Sequential(nn.BatchNorm1d(4)), nn.Linear(4, 2))
    found = dissect.layers(net, None)
    assert [sorted(layer)[0] for layer in found] == ["bias"] * 3 and dissect.parameters(found) == 16 + 8 + 10
    chosen = dissect.sizes(found, [(4, 3), (4,), (2, 4)], 34, None)
    X, net = noise(0, 5, 3), net.eval()
    made = dissect.linear(chosen[2], dissect.normalised(chosen[1], dissect.linear(chosen[0], X.double()), False))
    torch.testing.assert_close(dissect.output(net, X, None), made, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda net: dissect.layers(None, None), "no network"),
        (lambda net: dissect.sizes(dissect.layers(net, None), [(9, 9)], 1, None), "No layer has a weight of shape (9, 9)"),
        (lambda net: dissect.sizes(dissect.layers(net, None), [(4, 3)], 1, None), "has 16 parameters; expected 1"),
        (lambda net: dissect.output(net, noise(0, 2, 5), None), "It raised RuntimeError"),
    ],
)
def test_dissection_says_what_is_wrong(ask, told):
    with pytest.raises(AssertionError) as raised:
        ask(nn.Linear(3, 4))
    assert told in str(raised.value)


def quality(**settings):
    """Stands in for a training: the distance tells the settings."""
    quality.asked.append(settings)
    return gan_quality.Quality(5.0, settings["noise_dim"] + settings["steps"] / 1e4, np.arange(10))


def test_study_changes_one_thing_at_a_time_and_trains_nothing_twice(tmp_path):
    quality.asked, file = [], tmp_path / "study.json"
    rows = gan_study.study(quality, "digits", file, ["noise_dim", "d_lr"])
    assert [row["changed"] for row in rows] == ["", "noise_dim", "noise_dim", "d_lr", "d_lr"]
    for row in rows:
        differs = [name for name, value in gan_study.BASE.items() if row[name] != value]
        assert differs == [row["changed"]] * bool(row["changed"])
    assert len(quality.asked) == 5
    again = gan_study.study(quality, "digits", file, ["noise_dim"])
    assert len(quality.asked) == 5 and again == rows[:3]
    gan_study.study(quality, "mnist", file, ["noise_dim"])
    assert len(quality.asked) == 8 and len(json.loads(file.read_text())) == 8


def test_kept_results_are_mine_where_there_are_any_and_else_the_courses_own(tmp_path, capsys):
    file = tmp_path / "study.json"
    published = gan_study.kept("digits", file)
    assert "own" in capsys.readouterr().out and len(published) == len(gan_study.settings())
    assert published[0]["distance"] < max(row["distance"] for row in published if row["changed"] == "g_lr")
    quality.asked = []
    rows = gan_study.study(quality, "digits", file, ["noise_dim"])
    assert gan_study.kept("digits", file) == rows and str(file) in capsys.readouterr().out
    assert gan_study.kept("mnist", file) == published


def test_study_keeps_what_it_has_when_it_is_cut_off(tmp_path):
    def cut(**settings):
        if settings["noise_dim"] == 16:
            raise KeyboardInterrupt
        return gan_quality.Quality(5.0, 1.0, np.ones(10))

    with pytest.raises(KeyboardInterrupt):
        gan_study.study(cut, "digits", tmp_path / "study.json", ["noise_dim"])
    assert len(json.loads((tmp_path / "study.json").read_text())) == 2


MINE = """
import numpy as np
from pixelgrad.gan_quality import Quality

def candidate(**settings):
    return Quality(len(X) / 1000, settings["d_lr"], np.ones(10))
"""


def test_script_draws_and_prints_with_the_functions_it_is_given(alone, capsys):
    file, out = alone / "mine.py", alone / "study.png"
    file.write_text(MINE)
    options = ["--functions", str(file), "--only", "d_lr", "--cache", str(alone / "c.json"), "--out", str(out)]
    assert gan_study.main(options) == 0
    assert "0.0001" in capsys.readouterr().out and out.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = 1", "does not define candidate"),
        ("def candidate(**s):\n    raise NotImplementedError('generator')", "generator is not implemented"),
    ],
)
def test_script_says_what_is_missing(alone, capsys, text, told):
    (alone / "mine.py").write_text(text)
    assert gan_study.main(["--functions", str(alone / "mine.py"), "--cache", str(alone / "c.json")]) == 1
    assert told in capsys.readouterr().err
    assert gan_study.main(["--functions", str(alone / "none.ipynb")]) == 1
    assert "There is no" in capsys.readouterr().err


def test_script_shows_examples():
    done = subprocess.run([sys.executable, "-m", "pixelgrad.scripts.gan_study", "--help"], capture_output=True, text=True, check=True)
    assert "examples:" in done.stdout and "python -m pixelgrad.scripts.gan_study" in done.stdout
