"""Two sets of images from three sources, a game that is trained, cut off and goes on, figures, and the small game of the checks."""

import io
import zipfile

import pytest
import torch
from PIL import Image
from torch import nn

from pixelgrad import exchange, translation, translation_plots, two_sets
from pixelgrad.testing import noise


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """No data folder."""
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path / "nothing"))
    return tmp_path


# -- images


def test_digits_in_two_styles_share_no_digit(alone, capsys):
    sets = two_sets.load()
    assert "digits in two styles, which come with the course" in capsys.readouterr().out
    assert sets.A.shape == (718, 3, 28, 28) and sets.B.shape == (719, 3, 28, 28)
    assert len(sets.A_test) == len(sets.B_test) == len(sets.truth) == 180
    assert float(sets.A.min()) == -1 and float(sets.A.max()) <= 1
    again = 2 * two_sets.drawn_in_ink((sets.A_test[:, :1] + 1) / 2) - 1
    torch.testing.assert_close(again, sets.truth)


def test_ink_follows_the_edges():
    X = torch.zeros(1, 1, 9, 9)
    X[..., 2:7, 2:7] = 1.0
    drawn = two_sets.drawn_in_ink(X)
    paper, ink = torch.tensor(two_sets.PAPER), torch.tensor(two_sets.INK)
    for place, colour in (((4, 4), paper), ((0, 0), paper), ((2, 4), ink), ((1, 4), ink)):
        torch.testing.assert_close(drawn[0, :, *place], colour)


def test_two_folders(tmp_path, capsys):
    for name, value in (("zebras", 255), ("horses", 0)):
        (tmp_path / name).mkdir()
        for k in range(20):
            Image.new("RGB", (30, 20), (value, k, 0)).save(tmp_path / name / f"{k:02d}.png")
    sets = two_sets.load(tmp_path / "zebras", tmp_path / "horses", size=12)
    assert sets.A.shape == (18, 3, 12, 12) and sets.B_test.shape == (2, 3, 12, 12)
    assert float(sets.A[:, 0].min()) == 1 and float(sets.B[:, 0].max()) == -1 and sets.truth is None
    assert sets.names == ("zebras", "horses") and "18 of A (zebras)" in capsys.readouterr().out


def test_monet_of_the_data_folder(tmp_path, monkeypatch, capsys):
    (tmp_path / "monet2photo").mkdir()
    with zipfile.ZipFile(tmp_path / "monet2photo" / "monet2photo.zip", "w") as archive:
        for folder, value, count in (("trainA", 255, 6), ("trainB", 0, 9), ("testA", 255, 3), ("testB", 0, 2)):
            for k in range(count):
                held = io.BytesIO()
                Image.new("RGB", (16, 16), (value, k, 0)).save(held, "png")
                archive.writestr(f"monet2photo/{folder}/{k:02d}.png", held.getvalue())
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path))
    sets = two_sets.load(size=8)
    assert [len(X) for X in (sets.A, sets.B, sets.A_test, sets.B_test)] == [6, 9, 3, 2]
    assert float(sets.A[:, 0].min()) == 1 and float(sets.B_test[:, 0].max()) == -1
    assert "Monet's paintings" in capsys.readouterr().out


# -- training


class Pool:
    def __init__(self):
        self.images = []

    def query(self, batch):
        self.images += list(batch.detach())
        return batch.detach()


def small_step(game, A, B):
    """Something that moves both optimisers, uses the pools and the dice."""
    loss = (game.AB(A) - B).square().mean() + (game.BA(B) - A).square().mean() + 0.1 * torch.randn(()) * game.AB(A).mean()
    game.G_solver.zero_grad()
    loss.backward()
    game.G_solver.step()
    game.pool_A.query(A)
    d = game.D_A(A).square().mean() + game.D_B(B).mean()
    game.D_solver.zero_grad()
    d.backward()
    game.D_solver.step()
    return loss, d


def new_game(**options):
    torch.manual_seed(0)
    return translation.Game(
        lambda: nn.Conv2d(3, 3, 3, padding=1), lambda: nn.Conv2d(3, 1, 2), Pool, (noise(0, 4, 3, 6, 6), noise(1, 4, 3, 6, 6)),
        every=4, **options,
    )  # fmt: skip


def images():
    return noise(2, 9, 3, 6, 6), noise(3, 7, 3, 6, 6)


def test_training_counts_and_keeps_translations():
    game = translation.train(new_game(), small_step, *images(), steps=10)
    assert game.t == len(game.history) == 10 and sorted(game.frames) == [0, 4, 8, 10]
    assert repr(game) == "a game after 10 steps"
    assert game.frames[10][0].shape == (4, 3, 6, 6)
    torch.testing.assert_close(game.frames[10][1], game.translate(game.watched[1], "BA"))
    assert game.history[-1][0] < game.history[0][0]


def test_training_that_was_cut_off_goes_on_as_if_it_had_not_been(tmp_path):
    whole = translation.train(new_game(), small_step, *images(), steps=11)

    def cut(game, A, B):
        if len(game.history) == 10:
            raise KeyboardInterrupt
        return small_step(game, A, B)

    file = tmp_path / "game.pt"
    with pytest.raises(KeyboardInterrupt):
        translation.train(new_game(checkpoint=file), cut, *images(), steps=11)
    assert file.exists()
    game = translation.train(new_game(checkpoint=file), small_step, *images(), steps=11)
    assert not file.exists()
    assert game.history == whole.history and len(game.pool_A.images) == len(whole.pool_A.images)
    assert all(torch.equal(a, b) for a, b in zip(game.parameters(), whole.parameters(), strict=True))


def test_the_networks_are_on_the_device_and_get_their_images_there():
    game = new_game(device="meta")
    assert game.device.type == "meta" and {p.device.type for p in game.parameters()} == {"meta"}
    seen = []

    def step(game, A, B):
        seen.append({A.device.type, B.device.type})
        return 0.0, 0.0

    game.look = lambda: None
    translation.train(game, step, *images(), steps=1)
    assert seen == [{"meta"}]


def test_a_checkpoint_of_other_networks_is_refused(tmp_path):
    game = new_game(checkpoint=tmp_path / "game.pt")
    game.look()
    other = new_game(checkpoint=tmp_path / "game.pt")
    other.AB = nn.Conv2d(3, 3, 1)
    with pytest.raises(ValueError, match="other networks"):
        translation.train(other, small_step, *images(), steps=1)


def test_start_draws_all_convolutions_alike():
    net = translation.start(nn.Sequential(nn.Conv2d(3, 40, 5), nn.ConvTranspose2d(40, 30, 3)), 0.05)
    for layer in net:
        assert float(layer.weight.detach().std()) == pytest.approx(0.05, rel=0.1) and not layer.bias.any()


# -- figures and the game of the checks


def test_figures():
    game = translation.train(new_game(), small_step, *images(), steps=40)
    figure = translation_plots.progress_rows(game, "BA", "Claim", most=3)
    assert [axis.texts[0].get_text() for axis in figure.axes] == ["B", "step 0", "step 20", "step 40"]
    assert figure.get_suptitle() == "Claim" and figure.get_size_inches()[0] <= 6
    assert len(translation_plots.pairs({"A": images()[0], "B": images()[1]}, "Claim").axes) == 2


def test_the_small_game_travels_and_reports():
    game = exchange.game(seed=3)
    name, kwargs = game._spec
    again = exchange.game(**kwargs)
    again.load_state_dict(game.state_dict())
    X = noise(0, 2, 3, 4, 6)
    assert name == "pixelgrad.exchange:game" and torch.equal(game.AB(X), again.AB(X))
    assert game.D_A(X).shape == (2, 1, 2, 3)
    torch.testing.assert_close(game.pool_A.query(X), 0.8 * X.flip(0) + 0.1)
    seen = game.report()
    assert len(seen["AB"]) == 1 and torch.equal(seen["pool_A"][0], X) and seen["parameters"]
    assert all(parameter.grad.any() for parameter in game.parameters())
    assert set(exchange.losses()) == {"discriminator_loss", "generator_loss", "cycle_loss", "identity_loss"}
