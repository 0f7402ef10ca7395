"""The photographs are there without a download, and the larger set is used when it is there."""

import numpy as np
import pytest
import torch

from pixelgrad import photos


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path))
    return tmp_path


def test_the_embedded_set(folder, capsys):
    X_raw, y, names = photos.load(6)
    assert X_raw.shape == (6, 224, 224, 3) and X_raw.dtype == np.uint8
    assert y.shape == (6,) and y.dtype == torch.int64
    assert names[:3] == ["Egyptian cat", "espresso", "palace"]
    assert "scikit-image" in capsys.readouterr().out
    assert (X_raw.std(axis=(1, 2, 3)) > 20).all()


def test_the_set_of_the_data_folder(folder, capsys):
    X = np.arange(2 * 224 * 224 * 3).reshape(2, 224, 224, 3).astype(np.uint8)
    (folder / "imagenet_val_25").mkdir()
    np.savez(folder / "imagenet_val_25" / "imagenet_val_25_nopickle.npz", X=X, y=np.array([985, 6]))
    X_raw, y, names = photos.load(2)
    np.testing.assert_array_equal(X_raw, X)
    assert y.tolist() == [985, 6] and names == ["daisy", "stingray"]
    assert "data folder" in capsys.readouterr().out


@pytest.mark.parametrize("n", [0, 7])
def test_more_than_there_is(folder, n):
    with pytest.raises(ValueError, match="1 to 6"):
        photos.load(n)


def test_quiet(folder, capsys):
    photos.load(1, verbose=False)
    assert capsys.readouterr().out == ""
