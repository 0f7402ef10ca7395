"""Real and fake images: three sources, regions that do not overlap, and decoders that leave peaks or do not."""

import io
import json
import zipfile

import numpy as np
import pytest
import torch
from PIL import Image

from pixelgrad import decoders, fakes, patches, spectra, streams
from pixelgrad.scripts import train_decoder

SHIPPED = sorted(decoders.FOLDER.glob("decoder_*.safetensors"))


@pytest.fixture
def nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path / "empty"))


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(fakes, "TRAIN", 6)
    monkeypatch.setattr(fakes, "TEST", 4)


def save(folder, count, value, size=(8, 8)):
    folder.mkdir(parents=True)
    for k in range(count):
        Image.new("RGB", size, (value, k, 0)).save(folder / f"{k:03d}.png")


def test_patches_of_the_embedded_default(nothing, few, capsys):
    pair = fakes.load()
    assert [len(stream) for stream in pair] == [6, 6, 4, 4]
    assert "which come with the course" in capsys.readouterr().out
    assert all(stream.first(2).shape == (2, 64, 64, 3) for stream in pair)


def test_two_folders_of_any_name(tmp_path, capsys):
    save(tmp_path / "holiday", 10, 1)
    save(tmp_path / "B_stylegan", 5, 2)
    pair = fakes.load(tmp_path / "holiday", tmp_path / "B_stylegan")
    assert [len(stream) for stream in pair] == [8, 4, 2, 1]
    assert pair.real_test.first(2)[:, 0, 0].tolist() == [[1, 8, 0], [1, 9, 0]]
    assert "holiday" in capsys.readouterr().out


def test_folders_as_the_course_in_bonn_lays_them_out(tmp_path, monkeypatch, capsys):
    place = tmp_path / "faces" / "ffhq_style_gan" / "source_data"
    save(place / "A_ffhq", 6, 1)
    save(place / "B_stylegan", 6, 2)
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path))
    monkeypatch.setattr(fakes.data, "get", lambda name: type("Set", (), {"parts": (3, 1, 2)}))
    pair = fakes.load()
    assert [len(stream) for stream in pair] == [3, 3, 2, 2]
    assert {int(stream.first(1)[0, 0, 0, 0]) for stream in (pair.real, pair.real_test)} == {1}
    assert "StyleGAN" in capsys.readouterr().out


def test_faces_of_the_data_folder(tmp_path, monkeypatch, capsys):
    (tmp_path / "faces").mkdir()
    with zipfile.ZipFile(tmp_path / "faces" / "gan_vs_celeba_128.zip", "w") as archive:
        for label, value in (("fake", 200), ("real", 10)):
            for k in range(20):
                held = io.BytesIO()
                Image.new("RGB", (6, 6), (value, k, 0)).save(held, "png")
                archive.writestr(f"{label}/{k:02d}.png", held.getvalue())
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path))
    pair = fakes.load()
    assert [len(stream) for stream in pair] == [16, 16, 4, 4]
    assert {int(X[0, 0, 0]) for X in pair.real.first(16)} == {10} and {int(X[0, 0, 0]) for X in pair.fake_test.first(4)} == {200}
    assert "CelebA" in capsys.readouterr().out


def test_regions_of_the_two_parts_do_not_overlap(monkeypatch):
    (left, right), whole = (patches.PARTS[part] for part in ("train", "test")), (0.0, 1.0)
    assert left == (whole[0], right[0]) and right[1] == whole[1]
    monkeypatch.setitem(patches.PARTS, "whole", whole)
    for train, test, both in zip(*(patches.regions(part)[::2] for part in ("train", "test", "whole")), strict=True):
        np.testing.assert_array_equal(np.concatenate([train, test], axis=1), both)


def test_patches_are_seeded_and_differ():
    one, same, other = patches.cut(15, "test", 1), patches.cut(15, "test", 1), patches.cut(15, "test", 2)
    np.testing.assert_array_equal(one, same)
    assert one.shape == (15, 64, 64, 3) and one.dtype == np.uint8
    assert (one != other).any(axis=(1, 2, 3)).all()


def test_features_are_standardised_value_by_value():
    X = np.random.default_rng(0).integers(0, 256, (7, 3, 4, 2), dtype=np.uint8)
    X[:, 0, 0, 0] = 9
    real, fake = streams.stack(X[:4]), streams.stack(X[4:])
    Z, y = fakes.features(real, fake, np.float64, (X.mean(axis=0), X.std(axis=0)))
    assert Z.shape == X.shape and Z.dtype == torch.float32 and y.tolist() == [0] * 4 + [1] * 3
    assert float(Z.mean(dim=0).abs().max()) < 1e-5 and not Z[:, 0, 0, 0].any()
    torch.testing.assert_close(Z.std(dim=0, correction=0).flatten()[1:], torch.ones(23))
    assert len(fakes.features(real, fake, np.float64, (0.0, np.ones(1)), n=2)[1]) == 4


@pytest.mark.parametrize("kind", decoders.KINDS)
def test_shipped_decoders_paint_what_they_are_shown(kind):
    X = patches.cut(28, "test", 5)
    made = decoders.forged(decoders.load(kind), X)
    assert made.shape == X.shape and made.dtype == np.uint8
    error = ((made / 255 - X / 255) ** 2).mean()
    record = json.loads((decoders.FOLDER / f"decoder_{kind}.json").read_text())
    assert error < 2 * record["loss_on_unseen_patches"] < 0.01


def test_only_the_transposed_convolution_leaves_peaks():
    """At half of the sampling rate, along the rows, against the frequencies on both sides of it."""
    X, above = patches.cut(140, "test", 6), {}
    for kind in decoders.KINDS:
        made = decoders.forged(decoders.load(kind), X)
        S = np.log(np.abs(np.fft.fft2(made, axes=(1, 2))) + 1e-12).mean(axis=(0, 3))  # (64, 64)
        ridge = S[16:49].mean(axis=0)  # horizontal frequencies, away from the axis itself
        above[kind] = ridge[32] - ridge[[29, 30, 34, 35]].mean()
    assert above["transposed"] > above["resize"] + 0.3, above


def test_shipped_weights_are_small():
    assert [path.stem for path in SHIPPED] == ["decoder_resize", "decoder_transposed"]
    assert sum(path.stat().st_size for path in SHIPPED) < 2e6


def test_training_script_writes_weights_and_its_record(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(train_decoder, "POOL", 28)
    threads = torch.get_num_threads()
    train_decoder.main(["--steps", "3", "--kinds", "resize", "--folder", str(tmp_path)])
    torch.set_num_threads(threads)
    record = json.loads((tmp_path / "decoder_resize.json").read_text())
    assert record["steps"] == 3 and len(record["loss_per_100_steps"]) == 1 and "resize" in record["command"]
    monkeypatch.setattr(decoders, "FOLDER", tmp_path)
    assert not any(p.requires_grad for p in decoders.load("resize").parameters())
    assert "on unseen patches" in capsys.readouterr().out


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="transposed or resize"):
        decoders.autoencoder("fractal")


def test_averages_of_a_spectrum():
    """Ring and row averages of a map that is the frequency itself, and of one with channels and odd sides."""
    rows, columns = np.meshgrid(np.fft.fftshift(np.fft.fftfreq(6)), np.fft.fftshift(np.fft.fftfreq(8)), indexing="ij")
    at, values = spectra.row_average(np.abs(columns))
    np.testing.assert_allclose(at, [0, 1 / 8, 2 / 8, 3 / 8, 4 / 8])
    np.testing.assert_allclose(values, at)
    at, values = spectra.azimuthal_average(np.hypot(rows, columns))
    assert np.abs(at - values).max() <= 0.5 / 6 and at[0] == values[0] == 0
    assert spectra.plane(np.ones((5, 7, 3))).shape == (5, 7)
    at, values = spectra.azimuthal_average(np.ones((5, 7, 3)))
    np.testing.assert_allclose(values, 1)


def test_accuracy_with_wilsons_interval():
    """8 of 10, by Wilson's formula: 0.4902 to 0.9433."""
    classifier = torch.nn.Identity()
    X = torch.eye(2)[torch.tensor([0] * 8 + [1] * 2)]
    found = spectra.accuracy(classifier, X, torch.zeros(10, dtype=torch.int64))
    assert (found.share, found.n) == (0.8, 10)
    z, p, n = 1.959964, 0.8, 10
    middle, half = (p + z * z / (2 * n)) / (1 + z * z / n), z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    np.testing.assert_allclose([found.low, found.high], [middle - half, middle + half], atol=1e-6)
    assert "0.800" in str(found) and "10 images" in str(found)
