"""Streams: folders of any name and size, damaged files named and left out, nothing kept."""

import numpy as np
import pytest
from PIL import Image

from pixelgrad import streams


@pytest.fixture
def folder(tmp_path):
    """Ten images whose pixels are their number, as PNG and JPEG, and a text."""
    for k in range(10):
        Image.new("RGB", (6, 4), (20 * k, 0, 0)).save(tmp_path / f"{k:02d}.{'png' if k % 2 else 'JPG'}", "png" if k % 2 else "jpeg")
    (tmp_path / "notes.txt").write_text("no picture")
    return tmp_path


def test_all_images_in_the_order_of_their_names(folder):
    stream = streams.folder(folder)
    stream.batch = 4
    batches = list(stream)
    assert [len(X) for X in batches] == [4, 4, 2] and len(stream) == 10
    X = np.concatenate(batches)
    assert X.shape == (10, 4, 6, 3) and X.dtype == np.uint8
    np.testing.assert_allclose(X[:, 0, 0, 0], 20 * np.arange(10), atol=3)
    np.testing.assert_array_equal(np.concatenate(list(stream)), X)  # a second time, from the beginning


def test_damaged_files_are_named_once_and_left_out(folder, capsys):
    whole = (folder / "03.png").read_bytes()
    (folder / "03.png").write_bytes(whole[: len(whole) // 2])
    (folder / "05.png").write_bytes(b"")
    (folder / "07.png").write_bytes(b"this is no picture")
    stream = streams.folder(folder)
    assert sum(map(len, stream)) == 7 and sum(map(len, stream)) == 7
    printed = capsys.readouterr().out
    assert set(stream.skipped) == {"03.png", "05.png", "07.png"}
    assert all(printed.count(name) >= 1 and printed.count(f"Skipped {name}") == 1 for name in stream.skipped)


def test_an_image_of_another_size_is_left_out_or_made_square(folder, capsys):
    Image.new("RGB", (9, 9), (1, 2, 3)).save(folder / "99.png")
    stream = streams.folder(folder)
    assert sum(map(len, stream)) == 10 and "size=128" in stream.skipped["99.png"]
    assert np.concatenate(list(streams.folder(folder, size=8))).shape == (11, 8, 8, 3)
    assert "99.png" in capsys.readouterr().out


def test_parts_and_the_first_images(folder):
    stream = streams.folder(folder)
    np.testing.assert_allclose(stream.part(4, 6).first(5)[:, 0, 0, 0], [80, 100], atol=3)
    assert stream.first(3).shape == (3, 4, 6, 3)


def test_a_folder_without_pictures_says_so(tmp_path):
    with pytest.raises(FileNotFoundError, match="files in"):
        streams.folder(tmp_path)


def test_files_are_read_when_they_are_asked_for():
    read = []

    def opened(k):
        read.append(k)
        return np.zeros((2, 3, 3), np.uint8)

    batches = iter(streams.Stream(range(1000), opened, batch=10))
    next(batches)
    assert len(read) == 10


def test_images_in_memory():
    X = np.random.default_rng(0).integers(0, 256, (5, 2, 3, 3), dtype=np.uint8)
    np.testing.assert_array_equal(np.concatenate(list(streams.stack(X))), X)
