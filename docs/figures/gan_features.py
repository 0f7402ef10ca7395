"""Draw docs/figures/gan_features.jpg: what two discriminators ask for, and a generator makes. `python docs/figures/gan_features.py`.

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
    mean, images, told = found.X_test.mean(dim=0).expand(10, -1, -1, -1), {}, {}
    for kind, net in nets.items():
        images[kind] = nb["maximise"](nb["reader"](net), mean, every, rate=1)
        told[kind] = acgan.sure(net, images[kind], found.names)
    images["feature"] = nb["maximise"](nets["against"].features, mean, every, rate=1)
    torch.manual_seed(0)
    G = acgan.trained("generator", nb["ACGANGenerator"], found.source)
    images["generator"] = G(nb["class_noise"](every))
    return acgan_plots.rows(images, told, "Alone, a class score asks for grain; against a generator, for shapes")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as nothing, mock.patch.dict("os.environ", PIXELGRAD_DATA=nothing):
        buffer = io.BytesIO()
        gallery().savefig(buffer, format="png", dpi=110)
        PIL.Image.open(buffer).convert("RGB").save(HERE / "gan_features.jpg", quality=84, optimize=True)
