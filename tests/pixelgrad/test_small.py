"""Small images: the range, the labels, two sources, and a network that learns them."""

import numpy as np
import pytest
import torch

from pixelgrad import photos, small


@pytest.fixture(scope="module")
def views(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PIXELGRAD_DATA", str(tmp_path_factory.mktemp("empty")))
        return small.load(verbose=False)


def test_views_have_the_shape_and_range_of_cifar(views):
    assert views.X_train.shape == (1800, 3, 32, 32) and views.X_test.shape == (360, 3, 32, 32)
    assert views.X_train.dtype == torch.float32
    assert -1 <= float(views.X_train.min()) < -0.9 and 0.9 < float(views.X_train.max()) <= 1
    assert views.y_train.bincount().tolist() == [300] * 6 and views.y_test.bincount().tolist() == [60] * 6
    assert len(views.classes) == len(photos.EMBEDDED)


def test_views_are_the_same_every_time_and_differ_from_those_to_test_with(views):
    again, y = small._views(60, 1)
    assert torch.equal(small._tensors(again, y)[0], views.X_test)
    together = torch.cat([views.X_train, views.X_test]).flatten(1)
    assert len(together.unique(dim=0)) == len(together)


def test_cifar_is_taken_from_the_data_folder(tmp_path, monkeypatch, capsys):
    drawn = np.random.default_rng(0)
    (tmp_path / "cifar10").mkdir()
    for name, n in (("train_batch_1", 20), ("train_batch_2", 20), ("test_first1000", 10)):
        X, y = drawn.integers(0, 256, (n, 32, 32, 3), dtype=np.uint8), np.arange(n, dtype=np.uint8) % 10
        np.savez(tmp_path / "cifar10" / f"cifar10_{name}.npz", X=X, y=y)
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path))
    data = small.load()
    assert "CIFAR-10" in capsys.readouterr().out
    assert data.classes[3] == "cat" and len(data.X_train) == 40 and data.X_test.shape == (10, 3, 32, 32)
    pixels = (data.X_test[3] + 1) * 127.5
    np.testing.assert_allclose(pixels.permute(1, 2, 0), X[3], atol=1e-4)
    assert data.y_test[3] == 3 and data.y_test.dtype == torch.int64


def test_a_network_learns_the_views(views):
    torch.manual_seed(0)
    net = small.train(views, epochs=2, width=8)
    assert not net.training and not any(p.requires_grad for p in net.parameters())
    right = (net(views.X_test).argmax(dim=1) == views.y_test).float().mean()
    assert right > 0.6  # a guess is right in a sixth of all cases; measured .86
