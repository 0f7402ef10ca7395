"""Two small autoencoders that differ in one thing: how their decoder makes an image larger.

`transposed` doubles height and width with transposed convolutions, as the generators of DCGAN and
CycleGAN do; `resize` interpolates first and convolves then (Odena et al. 2016). Both were trained by
`python -m pixelgrad.scripts.train_decoder`; the JSON beside the weights says on what and how far.
"""

from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import nn

from . import progress

FOLDER = Path(__file__).with_name("trained")
KINDS = ("transposed", "resize")
CODE, WIDTHS = 16, (64, 32, 3)  # channels of the code, and after each doubling


def autoencoder(kind: str) -> nn.Sequential:
    """Encoder and decoder, untrained: (N, 3, H, W) in [0, 1] -> the same shape, H and W multiples of 8.

    The code between them is (N, 16, H / 8, W / 8), a twelfth of the numbers. kind: one of KINDS, else ValueError.
    """
    if kind not in KINDS:
        raise ValueError(f"kind is {' or '.join(KINDS)}, not {kind!r}")
    down: list[nn.Module] = []
    for before, after in pairwise((*WIDTHS[::-1], CODE)):
        down += [nn.Conv2d(before, after, 3, stride=2, padding=1), nn.ReLU()]
    up: list[nn.Module] = []
    for before, after in pairwise((CODE, *WIDTHS)):
        up += [*_doubled(before, after, kind), nn.ReLU()]
    return nn.Sequential(nn.Sequential(*down[:-1]), nn.Sequential(*up[:-1], nn.Sigmoid()))


def _doubled(before: int, after: int, kind: str) -> list[nn.Module]:
    if kind == "transposed":
        return [nn.ConvTranspose2d(before, after, 3, stride=2, padding=1, output_padding=1)]
    return [nn.Upsample(scale_factor=2, mode="bilinear"), nn.Conv2d(before, after, 3, padding=1)]


def load(kind: str) -> nn.Sequential:
    """The trained autoencoder of one kind, frozen, in eval mode."""
    from safetensors.torch import load_file

    net = autoencoder(kind)
    net.load_state_dict(load_file(FOLDER / f"decoder_{kind}.safetensors"))
    return net.eval().requires_grad_(False)


def forged(net: nn.Module, X_raw: np.ndarray, batch: int = 50) -> np.ndarray:
    """Images out of the decoder for the codes of X_raw, both (N, H, W, 3) uint8."""
    made = np.empty_like(X_raw)
    with torch.no_grad():
        for start in progress.bar(range(0, len(X_raw), batch), "decoding"):
            X = torch.from_numpy(X_raw[start : start + batch]).permute(0, 3, 1, 2) / 255  # (n, 3, H, W)
            made[start : start + batch] = (net(X) * 255).round().byte().permute(0, 2, 3, 1).numpy()
    return made
