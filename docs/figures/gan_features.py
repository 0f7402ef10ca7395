"""Draw what docs/figures/gan_features.jpg shows: what two discriminators look for. `python docs/figures/gan_features.py`.

On the defaults of the notebook DiscriminatorFeatures: digits, and the networks that come with the package.
"""

import io
import tempfile
from pathlib import Path
from unittest import mock

import PIL.Image
import torch

from pixelgrad import acgan, acgan_plots
from sealgrade import worked
from sealgrade.course import Course

HERE = Path(__file__).resolve().parent


def gallery():
    nb = worked.names(Course.load(HERE.parents[1]), "gan", "DiscriminatorFeatures")
    found, every = acgan.load(verbose=False), torch.arange(10)
    nets = {kind: acgan.trained(kind, nb["ACGANDiscriminator"], found.source) for kind in acgan.KINDS}
    torch.manual_seed(1)
    noise, mean = 2 * torch.rand(10, 3, 32, 32) - 1, found.X_test.mean(dim=0).expand(10, -1, -1, -1)
    images, told = {}, {}
    for kind, net in nets.items():
        images[f"noise, {kind}"] = nb["trick"](net, noise, every, steps=10)
        images[f"class, {kind}"] = nb["maximise"](nb["reader"](net), mean, every)
    for name in images:
        told[name] = acgan.sure(nets[name.split(", ")[1]], images[name], found.names)
    G = acgan.trained("generator", nb["ACGANGenerator"], found.source)
    images["generator"] = G(nb["class_noise"](every))
    return acgan_plots.rows(images, told, "Noise and synthetic images, with the probability of their class; generated ones")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as nothing, mock.patch.dict("os.environ", PIXELGRAD_DATA=nothing):
        buffer = io.BytesIO()
        gallery().savefig(buffer, format="png", dpi=150)
        PIL.Image.open(buffer).convert("RGB").save(HERE / "gan_features.jpg", quality=84, optimize=True)
