"""Readers on small files written here byte by byte, and archives that must not get out of their folder."""

import gzip
import io
import pickle
import shutil
import struct
import tarfile
import zipfile

import numpy as np
import pytest
import torch
from PIL import Image

from pixelgrad import data
from pixelgrad.data import DataError
from pixelgrad.data.unpack import unpack

SET = '[[set]]\nname = "{name}"\ntitle = ""\nlicence = ""\nreader = "{reader}"\n{more}\n'
FILE = '[[set.file]]\npath = "{path}"\n'


@pytest.fixture
def pixels():
    return np.random.default_rng(1).integers(0, 256, (4, 32, 32, 3), dtype=np.uint8)


def colour(value, size=(5, 4), kind="png"):
    held = io.BytesIO()
    Image.new("RGB", size, (value, 0, 0)).save(held, kind)
    return held.getvalue()


def idx(array):
    return gzip.compress(bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}i", *array.shape) + array.tobytes())


def test_mnists_files(folder):
    X = np.arange(3 * 2 * 5, dtype=np.uint8).reshape(3, 2, 5)
    (folder / "mnist").mkdir(parents=True)
    for part, count in (("train", 3), ("t10k", 2)):
        (folder / "mnist" / f"{part}-images-idx3-ubyte.gz").write_bytes(idx(X[:count]))
        (folder / "mnist" / f"{part}-labels-idx1-ubyte.gz").write_bytes(idx(np.array([7, 0, 9], np.uint8)[:count]))
    images = data.load("mnist")
    np.testing.assert_array_equal(images.X_raw, X)
    assert images.y.tolist() == [7, 0, 9] and images.y.dtype == torch.int64 and images.names[7] == "7"
    assert len(data.load("mnist", split="test").y) == 2 and len(data.load("mnist", n=1).y) == 1
    with pytest.raises(ValueError, match="no split 'val'"):
        data.load("mnist", split="val")


def test_an_idx_file_of_another_type_is_refused(folder):
    (folder / "mnist").mkdir(parents=True)
    for name in ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"):
        (folder / "mnist" / f"{name}-ubyte.gz").write_bytes(gzip.compress(b"\0\0\x0d\x01\0\0\0\0"))
    with pytest.raises(ValueError, match="no idx file of bytes"):
        data.load("mnist")


def test_cifars_binary_records(folder, pixels):
    """A label, then all reds, all greens, all blues of an image."""
    (folder / "cifar10" / "binary").mkdir(parents=True)
    records = b"".join(bytes([label]) + image.transpose(2, 0, 1).tobytes() for label, image in zip((3, 8, 8, 0), pixels, strict=True))
    for name in (*(f"data_batch_{k}" for k in range(1, 6)), "test_batch"):
        (folder / "cifar10" / "binary" / f"{name}.bin").write_bytes(records)
    images = data.load("cifar10", "digits", split="test")
    np.testing.assert_array_equal(images.X_raw, pixels)
    assert images.y.tolist() == [3, 8, 8, 0] and images.names[8] == "ship" and images.source == "cifar10"
    assert data.load("cifar10").X_raw.shape == (20, 32, 32, 3)


def test_npz_batches_in_their_order(folder, pixels, use):
    names = ("train_1", "train_2", "test_1")
    use(SET.format(name="s", reader="npz", more="") + "".join(FILE.format(path=f"c/c_{name}.npz") for name in names))
    (folder / "c").mkdir(parents=True)
    for k, name in enumerate(names):
        np.savez(folder / "c" / f"c_{name}.npz", X=pixels[k : k + 1], y=np.array([k], np.uint8))
    assert data.load("s").y.tolist() == [0, 1] and data.load("s", split="test").y.tolist() == [2]


def test_nothing_is_unpickled(folder, use):
    """The original of imagenet_val_25 holds a pickled table: here it would stop the test."""

    class Trap:
        def __reduce__(self):
            return pytest.fail, ("it was unpickled",)

    (folder / "imagenet_val_25").mkdir(parents=True)
    members = {"X": np.zeros((2, 224, 224, 3), np.uint8), "y": np.array([985, 6])}
    with zipfile.ZipFile(folder / "imagenet_val_25" / "imagenet_val_25.npz", "w") as archive:
        for name, array in members.items():
            held = io.BytesIO()
            np.save(held, array)
            archive.writestr(f"{name}.npy", held.getvalue())
        header = b"{'descr': '|O', 'fortran_order': False, 'shape': (), }".ljust(117) + b"\n"
        archive.writestr("label_map.npy", b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + pickle.dumps(Trap()))
    images = data.load("imagenet_val_25", "photographs")
    assert images.y.tolist() == [985, 6] and images.names[985] == "daisy"


@pytest.fixture(params=["folder", "zip"])
def faces(request, folder, use):
    """Ten pictures each of two classes, whose red is 0-9 and 100-109; in a folder, or in a zip that is read as it is."""
    use(SET.format(name="faces", reader="folder", more="parts = [6, 1, 3]") + FILE.format(path="faces.zip") + 'unpack = "faces"')
    folder.mkdir()
    pictures = {f"{kind}/{k}.png": colour(first + k) for kind, first in (("fake", 0), ("real", 100)) for k in range(10)}
    with zipfile.ZipFile(folder / "faces.zip", "w") as archive:
        for name, held in {**pictures, "notes.txt": b"no picture"}.items():
            archive.writestr(name, held)
    if request.param == "folder":
        unpack(folder / "faces.zip", folder / "faces")
    return data.path("faces")


def test_folders_are_classes_that_take_turns(faces):
    images = data.load("faces")
    assert images.names == ["fake", "real"] and images.X_raw.shape == (12, 4, 5, 3)
    assert images.y.tolist() == [0, 1] * 6 and images.X_raw[:4, 0, 0, 0].tolist() == [0, 100, 1, 101]


def test_the_parts_of_the_catalogue_share_nothing(faces):
    reds = {split: set(data.load("faces", split=split).X_raw[:, 0, 0, 0].tolist()) for split in ("train", "val", "test")}
    assert [len(held) for held in reds.values()] == [12, 2, 6] and len(set.union(*reds.values())) == 20


def test_pictures_as_squares(faces):
    images = data.load("faces", n=3, size=2)
    assert images.X_raw.shape == (3, 2, 2, 3) and images.X_raw.dtype == np.uint8


def test_train_a_and_train_b_are_parts_and_classes(folder, use):
    use(SET.format(name="pairs", reader="folder", more="") + FILE.format(path="pairs.zip"))
    folder.mkdir()
    with zipfile.ZipFile(folder / "pairs.zip", "w") as archive:
        for k, part in enumerate(("trainA", "trainB", "testA", "testB")):
            archive.writestr(f"pairs/{part}/0.jpg", colour(60 * k, kind="jpeg"))
    assert data.load("pairs").names == ["A", "B"] and data.load("pairs", split="test").X_raw[0, 0, 0, 0] > 100


def test_pictures_of_different_sizes_ask_for_one(folder, use):
    use(SET.format(name="mixed", reader="folder", more="parts = [2, 0, 0]") + FILE.format(path="mixed.zip"))
    folder.mkdir()
    with zipfile.ZipFile(folder / "mixed.zip", "w") as archive:
        archive.writestr("a.png", colour(1))
        archive.writestr("b.png", colour(2, (9, 9)))
    with pytest.raises(ValueError, match="size=128"):
        data.load("mixed")
    assert data.load("mixed", size=3).X_raw.shape == (2, 3, 3, 3) and data.load("mixed", size=3).names == ["mixed"]


def test_the_first_set_that_is_here_is_taken_and_named(folder, capsys):
    images = data.load("mnist", "digits")
    assert images.source == "digits" and images.X_raw.shape == (1437, 8, 8) and images.X_raw.max() == 255
    line = capsys.readouterr().out
    assert line.count("\n") == 1 and "1437 images of digits" in line and "pixelgrad data fetch mnist" in line
    data.load("digits", split="test", verbose=False)
    assert capsys.readouterr().out == ""


def test_digits_are_divided_without_overlap(folder):
    from sklearn.datasets import load_digits

    parts = [data.load("digits", split=split) for split in ("train", "test")]
    assert sum(len(part.y) for part in parts) == 1797
    assert torch.cat([part.y for part in parts]).tolist() == load_digits().target.tolist()


def test_what_is_not_here_names_the_next_command(folder):
    with pytest.raises(DataError, match="pixelgrad data fetch mnist"):
        data.load("mnist", "cifar10")
    with pytest.raises(ValueError, match=r"pixelgrad\.data\.path"):
        data.load("vae_generators")
    with pytest.raises(ValueError, match="split is train, val, test"):
        data.load("digits", split="training")


@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", "a/../../out.txt", "..\\out.txt", "c:/out.txt"])
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_no_name_leads_out_of_the_folder(tmp_path, name, kind):
    archive = tmp_path / f"bad.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(archive, "w") as held:
            held.writestr("fine.txt", "fine")
            held.writestr(name, "out")
    else:
        with tarfile.open(archive, "w") as held:
            held.addfile(tarfile.TarInfo(name))
    with pytest.raises(DataError, match="outside its folder"):
        unpack(archive, tmp_path / "deep" / "in")
    assert sorted(path.name for path in tmp_path.rglob("*")) == [archive.name, "deep"]


def test_a_link_in_an_archive_is_refused(tmp_path):
    with tarfile.open(tmp_path / "bad.tar", "w") as held:
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        held.addfile(link)
    with pytest.raises(DataError, match="a link or a device"):
        unpack(tmp_path / "bad.tar", tmp_path / "in")
    assert not (tmp_path / "in").exists()


def test_an_archive_too_large_for_the_disk_is_not_begun(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "big.zip", "w", zipfile.ZIP_DEFLATED) as held:
        held.writestr("zeros.bin", bytes(5_000_000))
    monkeypatch.setattr(shutil, "disk_usage", lambda place: shutil._ntuple_diskusage(1, 1, 4_000_000))
    with pytest.raises(DataError, match=r"big.zip needs 5 MB unpacked; .* has 4 MB left"):
        unpack(tmp_path / "big.zip", tmp_path / "in")
    assert [path.name for path in tmp_path.iterdir()] == ["big.zip"]


def test_a_broken_archive_leaves_nothing(tmp_path):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as held:
        held.writestr("a.bin", bytes(1000))
        held.writestr("b.bin", bytes(range(250)) * 4)
    damaged = whole.getvalue().replace(bytes(range(100)), bytes(100), 1)
    (tmp_path / "bad.zip").write_bytes(damaged)
    with pytest.raises(DataError, match="Bad CRC-32"):
        unpack(tmp_path / "bad.zip", tmp_path / "in")
    (tmp_path / "no.zip").write_bytes(b"<html>Please log in</html>")
    with pytest.raises(DataError, match="no zip or tar archive"):
        unpack(tmp_path / "no.zip", tmp_path / "in")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.zip", "no.zip"]
