"""A backbone comes from where it says, frozen, and without the network."""

import hashlib

import pytest
import requests
import torch

from pixelgrad import backbones, images, photos
from pixelgrad.data import download

REAL_GET = requests.get


@pytest.fixture(autouse=True)
def nothing_around(tmp_path, monkeypatch):
    """No data folder, no cache, and every attempt to open an address is refused."""
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("PIXELGRAD_DOWNLOAD", raising=False)
    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path / "hub"))

    def refuse(*args, **kwargs):
        raise requests.ConnectionError("no network")

    monkeypatch.setattr(requests, "get", refuse)
    monkeypatch.setattr(download, "WAIT", 0)
    return tmp_path


def weights_file(path, name="squeezenet1_1"):
    from torchvision import models

    path.parent.mkdir(parents=True)
    state = {key: torch.full_like(value, 0.25) for key, value in models.get_model(name).state_dict().items()}
    torch.save(state, path)
    return path


def one_line(capsys):
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1
    return lines[0]


def test_the_default_needs_nothing_and_says_so(capsys):
    net = backbones.load()
    assert (net.name, len(net.classes), net.classes[285]) == ("efficientnet_lite0", 1000, "Egyptian cat")
    line = one_line(capsys)
    assert "efficientnet_lite0" in line and "no weights of squeezenet1_1" in line and "PIXELGRAD_DATA" in line
    assert not net.training and not any(p.requires_grad for p in net.parameters())


def test_the_embedded_network_knows_the_embedded_photographs():
    net = backbones.load(verbose=False)
    X_raw, y, _ = photos.load(6, verbose=False)
    with torch.no_grad():
        guess = net(images.preprocess(X_raw)).argmax(dim=1)
    assert torch.equal(guess, y)


def test_rescaled_undoes_imagenets_normalisation():
    raw = torch.randint(0, 256, (8, 8, 3), dtype=torch.uint8).numpy()
    X = backbones.Rescaled(torch.nn.Identity())(images.preprocess(raw, size=None))
    expected = (torch.from_numpy(raw).movedim(-1, 0)[None] - 127.0) / 128
    torch.testing.assert_close(X, expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("name", ["squeezenet/squeezenet1_1_onnxzoo.pth", "squeezenet1_1.pth"])
def test_the_data_folder_comes_first(name, nothing_around, capsys):
    path = weights_file(nothing_around / "data" / name)
    net = backbones.load("squeezenet1_1")
    assert net.name == "squeezenet1_1" and net.origin == str(path)
    assert all((p == 0.25).all() for p in net.parameters())
    assert f"{path.name} (found in the data folder)" in one_line(capsys)


def test_a_longer_name_is_another_network(nothing_around):
    folder = nothing_around / "data"
    folder.mkdir()
    (folder / "vgg11_bn-6002323d.pth").touch()
    assert backbones.load("vgg11", verbose=False).name == "efficientnet_lite0"


def test_torchs_cache_is_used(nothing_around, capsys):
    weights_file(nothing_around / "hub" / "checkpoints" / "squeezenet1_1-b8a52dc0.pth")
    assert backbones.load().name == "squeezenet1_1"
    assert "torch's cache" in one_line(capsys)


def test_a_download_asked_for_fails_with_the_remedy(nothing_around):
    with pytest.raises(OSError, match=r"cannot be reached\. Put the file at .*squeezenet1_1"):
        backbones.load(download=True)
    assert not list(nothing_around.glob("hub/checkpoints/*"))


def test_a_download_allowed_falls_back(monkeypatch, capsys):
    monkeypatch.setenv("PIXELGRAD_DOWNLOAD", "1")
    assert backbones.load().name == "efficientnet_lite0"
    assert "download of squeezenet1_1 failed: download.pytorch.org cannot be reached" in one_line(capsys)


def test_a_download_is_compared_with_the_hash_in_its_name(nothing_around, site, monkeypatch):
    """torchvision's names end with the first eight digits of the sha256."""
    monkeypatch.setattr(requests, "get", REAL_GET)
    site.files = {f"/net-{digits}.pth": b"weights" for digits in (hashlib.sha256(b"weights").hexdigest()[:8], "00000000")}
    right, wrong = (nothing_around / "hub" / name[1:] for name in site.files)
    backbones._download(f"{site.url}/{right.name}", right)
    assert right.read_bytes() == b"weights"
    with pytest.raises(OSError, match="another file"):
        backbones._download(f"{site.url}/{wrong.name}", wrong)
    assert [path.name for path in right.parent.iterdir()] == [right.name]


def test_an_unknown_name_is_answered_with_near_ones():
    with pytest.raises(ValueError, match="squeezenet1_1"):
        backbones.load("squeezenet11")


def test_weights_that_could_run_code_are_refused(nothing_around):
    path = nothing_around / "data" / "squeezenet1_1.pth"
    path.parent.mkdir()
    torch.save({"weight": print}, path)
    with pytest.raises(Exception, match=r"[Ww]eights"):
        backbones.load()
