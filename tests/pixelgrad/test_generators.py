"""Generators: ours is what its JSON says, those of the data folder are recognised, a file is never run, StyleGAN2 by hand."""

import io
import json
import os
import pickle
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from pixelgrad import digits, generators, latent_plots, latents, stylegan2, vae, weights_only
from pixelgrad.scripts import train_generator
from pixelgrad.testing import noise

MIRROR = Path(os.environ.get("PIXELGRAD_DATA", ""), "generators")


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """No data folder."""
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path / "nothing"))
    return tmp_path


# -- ours


def test_ours_is_taken_where_there_is_nothing_else(alone, capsys):
    G = generators.load()
    assert capsys.readouterr().out == "Generator: digits, which comes with the course: 12 latent numbers -> 1x28x28 values.\n"
    assert generators.available() == ["digits"]
    images = G(noise(0, 3, G.dim))
    assert images.shape == (3, 1, 28, 28) and 0 <= float(images.min()) < float(images.max()) <= 1
    torch.testing.assert_close(G.rest(G.first(noise(0, 3, G.dim))).clamp(0, 1), images)
    assert not G.training and not any(p.requires_grad for p in G.parameters())


def test_shipped_weights_are_small_and_their_samples_as_good_as_stated(alone):
    file, facts = generators.WEIGHTS / "generator.safetensors", generators.about()
    assert file.stat().st_size < 300_000
    assert str(sum(p.numel() for p in generators.ours().parameters())) in facts["what"]
    quality, found = facts["quality"], digits.load(verbose=False)
    z = torch.randn(quality["samples"], vae.DIM, generator=torch.Generator().manual_seed(1))
    images = generators.ours()(z)
    y, sure = latents.read(digits.network(found, verbose=False), images)
    assert float((sure > 0.9).float().mean()) == pytest.approx(quality["read_with_more_than_0.9"], abs=0.005)
    assert latents.kinds(y) == pytest.approx(quality["kinds_in_effect"], abs=0.05)
    assert quality["read_with_more_than_0.9"] > 0.75 and quality["kinds_in_effect"] > 9  # recognisable, and of every kind


def test_the_script_writes_weights_and_what_it_measured(alone, capsys, monkeypatch):
    threads = torch.get_num_threads()
    monkeypatch.setattr(train_generator, "SAMPLES", 20)
    assert train_generator.main(["--steps", "4", "--seed", "3", "--out", str(alone / "mine")]) == 0
    torch.set_num_threads(threads)
    facts = json.loads((alone / "mine/generator.json").read_text())
    assert facts["seed"] == 3 and facts["steps"] == 4 and "--steps 4" in facts["command"]
    assert sum(facts["quality"]["read_as_0_to_9"]) == 20
    assert "kinds" in capsys.readouterr().out
    nn.Sequential(*vae.decoder()).load_state_dict(weights_only.load(alone / "mine/generator.safetensors"))


def test_training_learns_and_is_the_same_every_time(alone):
    X = digits.load(verbose=False).X_train[:200]
    runs = [vae.train(X, steps=202, beta=2.0, adversary=5.0, seed=1, batch=16) for _ in range(2)]
    assert runs[0][1] == runs[1][1] and len(runs[0][1]) == 3
    assert runs[0][1][-1] < 0.85 * runs[0][1][0]
    assert all(torch.equal(a, b) for a, b in zip(runs[0][0].parameters(), runs[1][0].parameters(), strict=True))


def test_help_shows_examples():
    command = [sys.executable, "-m", "pixelgrad.scripts.train_generator", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "examples:" in done.stdout


# -- files are weights or nothing


class Bomb:
    """Opened as a pickle, it writes a file."""

    def __init__(self, mark):
        self.mark = str(mark)

    def __reduce__(self):
        return Path.write_text, (Path(self.mark), "ran")


@pytest.mark.parametrize("how", ["pickle", "torch", "legacy", "in a list", "among tensors"])
def test_a_malicious_file_is_refused_and_runs_nothing(tmp_path, how):
    mark, file = tmp_path / "mark", tmp_path / "network.pkl"
    bomb = Bomb(mark)
    if how == "pickle":
        file.write_bytes(pickle.dumps({"G_ema": bomb}))
    else:
        what = {"in a list": [bomb], "among tensors": {"weight": torch.zeros(2), "bias": bomb}}.get(how, bomb)
        torch.save(what, file, _use_new_zipfile_serialization=how != "legacy")
    with pytest.raises(weights_only.Refused) as refused:
        generators.from_file(file)
    assert not mark.exists()
    assert "network.pkl holds more than weights" in str(refused.value) and "state_dict()" in str(refused.value)
    file.write_bytes(pickle.dumps(bomb))
    pickle.loads(file.read_bytes())
    assert mark.exists(), "the bomb is none: the test would prove nothing"


def test_a_whole_network_is_refused_with_the_next_step(tmp_path):
    torch.save(nn.Linear(2, 3), tmp_path / "G.pt")
    with pytest.raises(weights_only.Refused, match=r"torch\.save\(G\.state_dict\(\)"):
        weights_only.load(tmp_path / "G.pt")


def test_a_compiled_network_is_refused(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # deprecated, but such files are around
        torch.jit.save(torch.jit.trace(nn.Linear(2, 3), torch.zeros(1, 2)), tmp_path / "G.pt")
    with pytest.raises(weights_only.Refused):
        weights_only.load(tmp_path / "G.pt")


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04 broken", b"\x80\x04."])
@pytest.mark.parametrize("name", ["G.pt", "G.safetensors"])
def test_damaged_files_are_refused(tmp_path, content, name):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(weights_only.Refused):
        weights_only.load(tmp_path / name)


def test_files_without_weights(tmp_path):
    with pytest.raises(FileNotFoundError):
        weights_only.load(tmp_path / "none.pt")
    torch.save({"epoch": 3}, tmp_path / "G.pt")
    with pytest.raises(weights_only.Refused, match="no state_dict"):
        weights_only.load(tmp_path / "G.pt")
    torch.save({"state_dict": {"conv.weight": torch.zeros(1)}}, tmp_path / "G.pt")
    with pytest.raises(ValueError, match="no known form"):
        generators.from_file(tmp_path / "G.pt")
    torch.save({"synthesis.L0_36_512.weight": torch.zeros(1)}, tmp_path / "G.pt")
    with pytest.raises(ValueError, match="StyleGAN3"):
        generators.from_file(tmp_path / "G.pt")


# -- forms


@pytest.mark.skipif(not MIRROR.is_dir(), reason="PIXELGRAD_DATA names no folder with generators")
@pytest.mark.parametrize("name", generators.KNOWN)
def test_generators_of_the_data_folder(name):
    G = generators.load(name, verbose=False)
    images = G(noise(0, 200, G.dim))
    side = {"dcgan": 64, "VAE_celeba": 64, "btcvae_celeba": 64, "VAE_mnist": 32, "btcvae_mnist": 32}.get(name, 28)
    assert images.shape == (200, 3 if "celeba" in name else 1, side, side)
    assert float(images.std()) > 0.1  # pictures, not grey
    if "celeba" not in name:  # a digit is mostly black
        assert float(images.median()) < 0.1


def test_unknown_and_missing_names(alone):
    with pytest.raises(ValueError, match="there is digits"):
        generators.load("faces")
    with pytest.raises(OSError, match="pixelgrad data fetch mnist_dcgan"):
        generators.load("dcgan")


def test_any_module_with_a_latent_vector():
    net = nn.Sequential(nn.Linear(5, 12), nn.Tanh(), nn.Unflatten(1, (3, 2, 2)))
    G, z = generators.wrap(net, 5, low=-1), noise(0, 4, 5)
    torch.testing.assert_close(G(z), (net(z) + 1) / 2)
    torch.testing.assert_close(G.first(z), z)


def test_linear_generator():
    mean, components, deviations = noise(0, 6), noise(1, 2, 6), torch.tensor([2.0, 0.5])
    G, z = generators.linear(mean, components, deviations, (1, 2, 3)), noise(2, 4, 2)
    torch.testing.assert_close(G.rest(G.first(z)), (mean + (z * deviations) @ components).view(4, 1, 2, 3))


# -- StyleGAN2


def style_state(dim=6, wide=5, channels=4, sizes=(4, 8), dice=0):
    """A state_dict of the form that the authors' code gives, with random values."""
    S, drawn = {}, torch.Generator().manual_seed(dice)

    def add(name, *shape):
        S[name] = torch.randn(*shape, generator=drawn)

    for k, before in ((0, dim), (1, wide)):
        add(f"mapping.fc{k}.weight", wide, before)
        add(f"mapping.fc{k}.bias", wide)
    S["mapping.w_avg"] = torch.zeros(wide)
    for size in sizes:
        block = f"synthesis.b{size}"
        if size == 4:
            add(f"{block}.const", channels, 4, 4)
        for name in ("conv0", "conv1", "torgb")[size == 4 :]:
            out, k = (3, 1) if name == "torgb" else (channels, 3)
            add(f"{block}.{name}.weight", out, channels, k, k)
            add(f"{block}.{name}.bias", out)
            add(f"{block}.{name}.affine.weight", channels, wide)
            S[f"{block}.{name}.affine.bias"] = torch.ones(channels)
            if name != "torgb":
                add(f"{block}.{name}.noise_const", size, size)
                S[f"{block}.{name}.noise_strength"] = torch.tensor(0.3)
                S[f"{block}.{name}.resample_filter"] = torch.ones(4, 4) / 16
        S[f"{block}.resample_filter"] = torch.ones(4, 4) / 16
    return S


def test_stylegan2_is_recognised_and_depends_on_z(tmp_path):
    torch.save(style_state(), tmp_path / "style.pt")
    G = generators.from_file(tmp_path / "style.pt")
    assert (G.dim, G.name) == (6, "style")
    z = noise(0, 3, 6)
    assert G(z).shape == (3, 3, 8, 8)
    torch.testing.assert_close(G.rest(G.first(z))[1:2], G.rest(G.first(z[1:2])), rtol=1e-4, atol=1e-4)  # batch as single
    torch.testing.assert_close(G.first(5 * z), G.first(z))  # z is brought to one length
    with pytest.raises(ValueError, match="unconditional"):
        stylegan2.parts({**style_state(), "mapping.embed.weight": torch.zeros(1)})


def test_modulated_convolution_by_hand():
    """Equations 1 and 3 of the paper, one image, one output channel and one place at a time."""
    X, weight, style = noise(0, 2, 3, 4, 5).double(), noise(1, 4, 3, 3, 3).double(), 1 + noise(2, 2, 3).double()
    Y = stylegan2.modulated(X, weight, style)
    for n in range(2):
        for o in range(4):
            kernel = weight[o] * style[n][:, None, None]
            kernel = kernel / (kernel.square().sum() + 1e-8).sqrt()
            patch = nn.functional.pad(X[n], (1, 1, 1, 1))[:, 1:4, 2:5]  # around row 1, column 2
            torch.testing.assert_close(Y[n, o, 1, 2], (kernel * patch).sum())


def test_upsampling_keeps_a_constant_and_doubles_the_size():
    """Inside, a constant image stays constant where the kernel adds up to 1, and nothing is shifted."""
    taps = torch.outer(*[torch.tensor([1.0, 3.0, 3.0, 1.0])] * 2) / 64
    kernel = torch.zeros(1, 1, 3, 3)
    kernel[0, 0, 1, 1] = 1.0
    X = noise(0, 1, 1, 6, 7)
    up = stylegan2.modulated(X, kernel, torch.ones(1, 1), up=True, demodulate=False, taps=taps)
    assert up.shape == (1, 1, 12, 14)
    bilinear = nn.functional.interpolate(X, scale_factor=2, mode="bilinear", align_corners=False)
    torch.testing.assert_close(up[..., 2:-2, 2:-2], bilinear[..., 2:-2, 2:-2])
    larger = stylegan2.Synthesis(style_state()).larger(X)
    torch.testing.assert_close(larger[..., 2:-2, 2:-2], bilinear[..., 2:-2, 2:-2])


# -- what digits are worth, and figures


def test_digits_of_any_size_are_brought_to_the_readers_form():
    raw = np.random.default_rng(0).integers(0, 256, (3, 28, 28), dtype=np.uint8)
    X = digits.normalise(raw)
    torch.testing.assert_close(latents.as_digits(digits.unit(X)), X)
    assert latents.as_digits(torch.rand(2, 1, 64, 64)).shape == (2, 1, 28, 28)
    torch.testing.assert_close(latents.as_digits(torch.full((1, 1, 32, 32), 0.0)), torch.full((1, 1, 28, 28), digits.BLACK))
    with pytest.raises(ValueError, match="one channel"):
        latents.as_digits(torch.rand(1, 3, 8, 8))


def test_distance_to_the_nearest_in_pixels():
    X = digits.normalise(np.zeros((2, 28, 28), dtype=np.uint8))
    X[1] = digits.WHITE
    images = torch.stack([torch.full((1, 28, 28), 0.25), torch.full((1, 28, 28), 0.9)])
    torch.testing.assert_close(latents.to_nearest(images, X), torch.tensor([0.25, 0.1]), rtol=1e-4, atol=1e-5)


def test_kinds_counts_classes():
    assert latents.kinds(torch.arange(10).repeat(3)) == pytest.approx(10)
    assert latents.kinds(torch.zeros(5, dtype=torch.int64)) == pytest.approx(1)
    assert latents.kinds(torch.tensor([4, 4, 7, 7])) == pytest.approx(2)


def test_tiles_lie_in_rows():
    images = torch.arange(5).view(5, 1, 1, 1).expand(5, 1, 2, 3) / 5
    sheet = latent_plots.tiles(images, 3, gap=1)
    assert sheet.shape == (2 * 2 + 1, 3 * 3 + 2, 3)
    assert sheet[0, 0, 0] == 0 and sheet[0, 4, 0] == 51 and sheet[3, 0, 0] == 153 and sheet[2].min() == 255 and sheet[3, 8:].min() == 255


def test_figures_fit_the_page():
    X, T = torch.rand(5, 1, 8, 8), 5
    strips = latent_plots.strips({"a": X, "b": torch.rand(5, 3, 8, 8)}, [str(k) for k in range(T)], "Claim")
    assert strips.get_size_inches()[0] <= 6 and len(strips.axes) == 2 and strips.get_suptitle() == "Claim"
    assert len(latent_plots.sheets({"a": X, "b": X}, "Claim").axes) == 2
    figure = latent_plots.curves({"a": {"x": range(T), "y": range(T)}, "b": {"x": X[:, 0, 0, 0]}}, range(T), "t", "Claim", mark=2.0)
    assert [len(axis.lines) for axis in figure.axes] == [3, 2]
    assert len(latent_plots.bars({"a": [1.0, 2.0]}, "Claim").axes[0].patches) == 2


def test_animation(tmp_path):
    images = torch.rand(4, 3, 8, 6)
    with Image.open(latent_plots.write_gif(images, tmp_path / "tour.gif", scale=2)) as gif:
        assert gif.size == (12, 16) and gif.n_frames == 4 and gif.info["loop"] == 0
    assert latent_plots.show_gif(images, tmp_path / "tour.gif").data.startswith(b"GIF8")
    with pytest.raises(ValueError, match="no image"):
        latent_plots.write_gif(images[:0], io.BytesIO())
