"""Images, trained networks, trainings and stand-ins of the notebook DiscriminatorFeatures: what it does not check itself."""

import importlib
import json

import numpy as np
import pytest
import torch
from torch import nn

from pixelgrad import acgan, acgan_duel, acgan_plots, acgan_training, dissect, duel
from pixelgrad.device import mixed
from pixelgrad.scripts import train_discriminators
from pixelgrad.testing import noise
from sealgrade import worked
from sealgrade.course import Course

FOLDER = acgan.FOLDER
NAMES = [str(k) for k in range(10)]


@pytest.fixture(scope="module")
def notebook():
    """The functions of the worked solution."""
    return worked.names(Course.load(FOLDER.parents[2]), "gan", "DiscriminatorFeatures")


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """No data folder: the embedded digits are all there is."""
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path / "nothing"))
    return tmp_path


class Reader(nn.Module):
    """Two heads on the mean of each cell."""

    def __init__(self, width=2):
        super().__init__()
        self.pool, self.score, self.classes = nn.AdaptiveAvgPool2d(width), nn.Linear(3 * width**2, 1), nn.Linear(3 * width**2, 10)

    def forward(self, X):
        H = self.pool(X).flatten(1)
        return self.score(H), self.classes(H)


def pictures(source="cifar10_sample", n=12):
    """Made-up images of which the colour says the class."""
    y = torch.arange(n) % 10
    X = (torch.linspace(0, 255, 3 * 32 * 32).view(1, 3, 32, 32) * torch.ones(n, 1, 1, 1)).byte()
    return acgan.Pictures(X, y, acgan.scaled(X), y, NAMES, source)


def test_digits_are_framed_and_grey(alone, capsys):
    found = acgan.load()
    assert "images of digits" in capsys.readouterr().out and found.source == "digits"
    assert found.X_train.shape == (1437, 3, 32, 32) and found.X_train.dtype == torch.uint8
    assert found.X_test.shape == (360, 3, 32, 32) and float(found.X_test.min()) == -1 and float(found.X_test.max()) > 0.9
    assert torch.equal(found.X_train[:, 0], found.X_train[:, 2])
    assert int(found.X_train[:, :, :2].max()) == 0 and int(found.X_train[:, :, :, -2:].max()) == 0


def test_photographs_keep_their_colours():
    X = np.arange(2 * 32 * 32 * 3, dtype=np.uint8).reshape(2, 32, 32, 3)
    assert np.array_equal(acgan.framed(X).movedim(1, 3).numpy(), X)
    assert acgan.scaled(torch.tensor([0, 255], dtype=torch.uint8)).tolist() == [-1, 1]


def test_batches_are_shifted_and_only_photographs_are_mirrored():
    torch.manual_seed(0)
    for source, mirrored in (("cifar10_sample", True), ("digits", False)):
        found = pictures(source)
        X, y = found.batch(64)
        whole = nn.functional.pad(acgan.scaled(found.X_train[:1]), (2, 2, 2, 2), value=-1.0 if source == "digits" else 0.0)[0]
        shifts = [whole[:, r : r + 32, c : c + 32] for r in range(5) for c in range(5)]
        plain = torch.stack([(shift == X).flatten(1).all(1) for shift in shifts])
        turned = torch.stack([(shift.flip(2) == X).flatten(1).all(1) for shift in shifts])
        assert bool((plain | turned).any(0).all()), "an image that is no shift of its original"
        assert bool(turned.any(0).any()) == mirrored and int(plain.any(1).sum()) > 10
        assert X.shape == (64, 3, 32, 32) and len(y.unique()) > 5


def test_weights_are_kept_layer_by_layer_whatever_their_names(tmp_path):
    torch.manual_seed(0)
    net, file = Reader(), tmp_path / "net.safetensors"
    acgan.keep(net, file)
    other = nn.ModuleList([nn.Linear(12, 1), nn.Linear(12, 10)])
    acgan.fill(other, file)
    assert torch.equal(other[1].weight, net.classes.weight.half().float()) and not other[0].weight.requires_grad and not other.training
    assert file.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (nn.ModuleList([nn.Linear(12, 10), nn.Linear(12, 1)]), r"layer 0 has a weight of shape \(10, 12\); .* shape \(1, 12\)"),
        (nn.ModuleList([nn.Linear(12, 1), nn.Linear(12, 10), nn.Linear(2, 2)]), "layer 2 has .* nothing there"),
        (nn.ModuleList([nn.Linear(12, 1)]), "2 tensors more"),
    ],
)
def test_weights_that_do_not_fit_are_refused(tmp_path, other, told):
    acgan.keep(Reader(), tmp_path / "net.safetensors")
    with pytest.raises(ValueError, match=told):
        acgan.fill(other, tmp_path / "net.safetensors")


@pytest.mark.parametrize("source", ["digits", "cifar10_sample"])
def test_shipped_weights_fit_the_worked_solution_and_are_small(notebook, source):
    facts = acgan.about(source)
    assert facts["data"] == source and facts["command"].startswith("python -m pixelgrad.scripts.train_discriminators --data")
    for kind in acgan.KINDS:
        netD = acgan.trained(kind, notebook["ACGANDiscriminator"], source)
        assert acgan.class_scores(netD, noise(0, 2, 3, 32, 32)).shape == (2, 10)
        curve = acgan.on_the_way(facts)[kind]
        assert max(curve) == facts["steps"] and abs(curve[facts["steps"]] - facts[f"{kind}_test_accuracy"]) < 0.01
    made = acgan.trained("generator", notebook["ACGANGenerator"], source)(notebook["class_noise"](torch.arange(10)))
    assert made.shape == (10, 3, 32, 32) and float(made.std()) > 0.1
    assert sum(path.stat().st_size for path in FOLDER.glob(f"acgan_{acgan.SETS[source]}*")) < 3_000_000


def test_accuracies_on_digits_are_those_that_were_written_down(notebook, alone):
    found, facts = acgan.load(verbose=False), acgan.about("digits")
    for kind in acgan.KINDS:
        netD = acgan.trained(kind, notebook["ACGANDiscriminator"], "digits")
        assert acgan.accuracy(netD, found.X_test, found.y_test) == pytest.approx(facts[f"{kind}_test_accuracy"], abs=0.005)


def test_unknown_sets_are_named():
    with pytest.raises(ValueError, match="not for 'mnist'"):
        acgan.about("mnist")


def test_share_of_tricked_images_counts_only_those_that_were_read_correctly():
    found, net = pictures(), acgan_duel.critic(32, 32)
    right = acgan.class_scores(net, found.X_test).argmax(dim=1)
    known = found._replace(y_test=torch.where(torch.arange(12) < 4, right, (right + 1) % 10))
    asked = []

    def trick(netD, X, y_other, gain, steps):
        asked.append((len(X), y_other.tolist(), gain, steps))
        return X

    assert acgan.tricked(trick, net, known, 7, 3) == 0
    assert asked == [(4, [(k + 1) % 10 for k in right[:4].tolist()], 7, 3)]
    assert acgan.tricked(lambda netD, X, *_, **__: 50 * torch.randn_like(X), net, known, 7) > 0


def test_sureness_is_told_with_the_name():
    net = acgan_duel.critic(32, 32)
    X = noise(1, 10, 3, 32, 32)
    told = acgan.sure(net, X, NAMES)
    p = net(X)[1].softmax(dim=1).diagonal()
    assert told == [f"{k}\n{value:.2f}" for k, value in enumerate(p.tolist())]
    assert acgan.read(net, X) == net(X)[1].argmax(dim=1).tolist()


def steps_of(log):
    """Right steps that write down what they were given."""

    def learn(gan, X, y):
        gan.D_solver.zero_grad()
        loss = nn.functional.cross_entropy(gan.D(X)[1], y)
        loss.backward()
        log.append(("D", gan.D_solver.param_groups[0]["lr"], float(X.sum())))
        gan.D_solver.step()
        return loss.item()

    def teach(gan, n):
        log.append(("G", n))
        return 0.5

    return learn, teach


def game(file=None, every=4):
    torch.manual_seed(0)
    return acgan_training.Duel(Reader(), nn.Linear(2, 2), pictures(), rate=0.01, every=every, checkpoint=file)


def test_training_has_turns_a_rate_that_rises_and_falls_and_measures():
    log = []
    gan = game()
    gan.play(12, *steps_of(log), batch=3, turn=4)
    assert [entry[0] for entry in log] == list("DG" + "DDD") * 3
    assert sorted(gan.reached) == [4, 8, 12] and all(0 <= value <= 1 for value in gan.reached.values())
    rates = [entry[1] for entry in log if entry[0] == "D"]
    assert rates == pytest.approx([0.01 * min(t + 1, 1 - t / 12) for t in range(12)])
    assert len(gan.history) == 12


def test_a_training_that_was_cut_off_goes_on_exactly(tmp_path):
    whole, cut, file = [], [], tmp_path / "game.pt"
    first = game()
    first.play(10, *steps_of(whole))
    learn, teach = steps_of(cut)

    def broken(gan, X, y):
        if gan.t == 6:
            raise KeyboardInterrupt
        return learn(gan, X, y)

    with pytest.raises(KeyboardInterrupt):
        game(file).play(10, broken, teach)
    torch.manual_seed(5)
    again, log = game(file), []
    again.play(10, *steps_of(log))
    assert again.reached == first.reached and torch.equal(again.D.classes.weight, first.D.classes.weight)
    assert [e for e in whole if e[0] == "D"][4:] == [e for e in log if e[0] == "D"]


def test_script_trains_both_and_goes_on_where_it_was(tmp_path, alone, notebook, capsys, monkeypatch):
    names = {name: notebook[name] for name in train_discriminators.NEEDED}
    monkeypatch.setattr(train_discriminators.own, "functions", lambda path, needed: names)
    threads = torch.get_num_threads()
    arguments = ["--out", str(tmp_path), "--width", "2", "--steps", "3", "--every", "2", "--batch", "4"]
    try:
        assert train_discriminators.main(arguments) == 0
    finally:
        torch.set_num_threads(threads)
    assert "against: right on" in capsys.readouterr().out
    facts = json.loads((tmp_path / "acgan_digits.json").read_text("utf-8"))
    assert facts["width"] == 2 and sorted(facts["against_accuracy_by_step"]) == ["2", "3"] and "--steps 3" in facts["command"]
    made = acgan.trained("generator", notebook["ACGANGenerator"], "digits", tmp_path)
    assert dissect.grouped(made.state_dict())[0]["weight"].shape == (32, 100)
    assert not list(tmp_path.glob("*.pt"))


def test_mixed_precision_points_nearly_the_same_way(notebook):
    torch.manual_seed(0)
    D, X, y, found = notebook["ACGANDiscriminator"](16), noise(1, 8, 3, 32, 32), torch.arange(8), []
    for enabled in (False, True):
        with mixed("cpu", enabled):
            loss = nn.functional.cross_entropy(D(X)[1].float(), y)
            torch.manual_seed(1)  # the penalty's alphas
            loss = loss + notebook["gradient_penalty"](D, X, X.flip(0).roll(1, 2))
        grads = torch.autograd.grad(loss, D.parameters(), allow_unused=True)
        found.append(torch.cat([grad.flatten() for grad in grads if grad is not None]))
    assert found[1].dtype == torch.float32 and not torch.equal(*found)
    assert float(nn.functional.cosine_similarity(*found, dim=0)) > 0.99


def test_mixed_precision_goes_on_with_the_weights_of_every_step(notebook):
    """autocast keeps rounded weights until it ends: a training inside would stay with its first ones, as ours once did."""
    torch.manual_seed(0)
    D, X = notebook["ACGANDiscriminator"](4), noise(1, 2, 3, 32, 32)
    with mixed("cpu"):
        before = D(X)[1].float()
        kernels = [weight for weight in D.parameters() if weight.ndim == 4]  # these are rounded, a normalisation's are not
        for kernel, grad in zip(kernels, torch.autograd.grad(before.sum(), kernels), strict=True):
            kernel.data -= 0.1 * grad
        after = D(X)[1].float()
    assert float((after - before).detach().abs().max()) > 0.05


def test_script_trains_in_mixed_precision(tmp_path, alone, notebook, monkeypatch):
    names = {name: notebook[name] for name in train_discriminators.NEEDED}
    monkeypatch.setattr(train_discriminators.own, "functions", lambda path, needed: names)
    threads = torch.get_num_threads()
    try:
        assert train_discriminators.main(["--out", str(tmp_path), "--width", "2", "--steps", "3", "--batch", "4", "--mixed"]) == 0
    finally:
        torch.set_num_threads(threads)
    net = acgan.trained("against", notebook["ACGANDiscriminator"], "digits", tmp_path)
    assert all(torch.isfinite(value).all() for value in net.state_dict().values())


def test_script_says_what_is_missing(tmp_path, capsys):
    assert train_discriminators.main(["--out", str(tmp_path / "out"), "--functions", str(tmp_path / "none.ipynb")]) == 1
    assert "There is no" in capsys.readouterr().err


def test_stand_ins_travel_and_remember():
    for module, name in (("pixelgrad.acgan_duel", "match"), ("pixelgrad.acgan_duel", "critic"), ("pixelgrad.acgan_duel", "penaliser")):
        made = getattr(importlib.import_module(module), name)()
        assert made._spec == (f"{module}:{name}", {})
    game = acgan_duel.match(seed=3)
    X = noise(0, 2, 3, acgan_duel.HEIGHT, acgan_duel.WIDTH)
    game.D(X), game.G(acgan_duel.noise()(torch.tensor([3, 9])))
    seen = game.report()
    assert torch.equal(seen["D"][0], X) and seen["G"][0][:, :10].argmax(dim=1).tolist() == [3, 9]
    assert set(seen["parameters"]) == set(seen["gradients"]) and all(grad is not None for grad in seen["gradients"].values())
    ask = acgan_duel.penaliser()
    assert float(ask(game.D, X, 2 * X)) == pytest.approx(float(acgan_duel.penalty(game.D, X, 2 * X)))
    assert torch.equal(ask.seen()[0][1], 2 * X)
    assert isinstance(game, duel.Game)


def test_linear_critic_has_the_same_slope_everywhere():
    net, X = acgan_duel.critic(linear=True, seed=2), noise(1, 4, 3, 3, 4).requires_grad_()
    (g,) = torch.autograd.grad(net(X)[0].sum(), X)
    torch.testing.assert_close(g.flatten(1), (net.score.weight @ net.inner.weight).expand(4, -1))


def test_figures_are_narrow_and_mark_what_changed():
    X = noise(0, 3, 3, 32, 32).clamp(-1, 1)
    figure = acgan_plots.rows({"before": X, "after": -X}, {"after": list("abc")}, "Claim", {"after": [False, True, False]})
    assert figure.get_size_inches()[0] <= 6 and figure.get_suptitle() == "Claim"
    assert [axis.title.get_color() for axis in figure.axes[3:]] == ["black", acgan_plots.COLOURS[1], "black"]
    sheet = acgan_plots.sheet(X.repeat(4, 1, 1, 1), list("abc"), "Sheet")
    assert len(sheet.axes) == 12 and [axis.get_title() for axis in sheet.axes[:4]] == ["a", "b", "c", ""]
    curves = acgan_plots.accuracies({"alone": {1: 0.2, 2: 0.5}, "against": {1: 0.1, 2: 0.3}}, "Curves")
    assert len(curves.axes[0].lines) == 2 and curves.get_size_inches()[0] <= 6
    assert acgan_plots.pixels(torch.full((1, 3, 2, 2), -1.0)).tolist() == np.zeros((1, 2, 2, 3)).tolist()
