"""Content and styles: ours by default, CS231n's where they are, and ours are what the painter paints."""

import numpy as np
import PIL.Image
import pytest

from pixelgrad import paintings, pictures


def test_the_default_needs_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path))
    content, styles = pictures.load()
    assert list(styles) == ["night", "glass", "marble"]
    assert [PIL.Image.open(path).size for path in styles.values()] == [(320, 256)] * 3
    assert PIL.Image.open(content).size == (640, 427)
    assert capsys.readouterr().out.startswith("Pictures: a palace from scikit-learn")


def test_paintings_of_the_data_folder_come_first(tmp_path, monkeypatch, capsys):
    folder = tmp_path / "cs231n_a3" / "styles"
    folder.mkdir(parents=True)
    for name in ("tubingen", *pictures.CS231N):
        PIL.Image.new("RGB", (8, 6)).save(folder / f"{name}.jpg")
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path))
    content, styles = pictures.load()
    assert content == str(folder / "tubingen.jpg") and set(styles) == set(pictures.CS231N)
    assert "found in the data folder" in capsys.readouterr().out


def test_a_folder_that_lacks_one_is_not_taken(tmp_path, monkeypatch):
    folder = tmp_path / "cs231n_a3" / "styles"
    folder.mkdir(parents=True)
    PIL.Image.new("RGB", (8, 6)).save(folder / "tubingen.jpg")
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path))
    assert set(pictures.load(verbose=False).styles) == set(paintings.PAINTERS)


@pytest.mark.parametrize("name", paintings.PAINTERS)
def test_the_file_is_what_the_painter_paints(name):
    with PIL.Image.open(paintings.FOLDER / f"{name}.jpg") as image:
        stored = np.asarray(image.convert("RGB")).astype(float)
    assert np.abs(stored - paintings.paint(name)).mean() < 8  # what JPEG loses


def test_another_seed_paints_another_picture():
    assert np.abs(paintings.paint("glass", 1).astype(float) - paintings.paint("glass", 2)).mean() > 20
