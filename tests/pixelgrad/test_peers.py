"""The worked solutions against Captum, another implementation of the same attributions and of the same step."""

from pathlib import Path

import pytest
import torch

from pixelgrad.images import MEAN, STD, clamp_to_valid
from pixelgrad.layered import skip_net
from pixelgrad.testing import noise
from sealgrade import worked
from sealgrade.course import Course

captum = pytest.importorskip("captum.attr")
COURSE = Course.load(Path(__file__).resolve().parents[2])
CASES = [(1, 0), (3, 1), (2, 2)]  # images, seed


def case(n, seed, dtype="float32"):
    return noise(seed, n, 3, 8, 11, dtype=getattr(torch, dtype)), torch.arange(n) % 4, skip_net(seed=seed, dtype=dtype)


@pytest.fixture(scope="module")
def ours():
    return worked.names(COURSE, "image_gradients", "NetworkVisualization")


@pytest.mark.parametrize(("n", "seed"), CASES)
def test_saliency_maps(ours, n, seed):
    """Captum's Saliency, with its absolute values, and the maximum over the channels taken here."""
    X, y, net = case(n, seed)
    theirs = captum.Saliency(net).attribute(X.clone().requires_grad_(), target=y, abs=True).amax(dim=1)
    torch.testing.assert_close(ours["compute_saliency_maps"](X, y, net), theirs.detach())


@pytest.mark.parametrize("layer", ["block", "pool", "block.0"])
@pytest.mark.parametrize(("n", "seed"), CASES)
def test_saliency_of_a_layer(ours, n, seed, layer):
    """Captum's gradient times activation of a layer, divided by the activation, its own resizing."""
    X, y, net = case(n, seed)
    module = net.get_submodule(layer)
    product = captum.LayerGradientXActivation(net, module).attribute(X, target=y)
    activation = captum.LayerActivation(net, module).attribute(X)
    saliency = (product / activation).abs().amax(dim=1, keepdim=True)
    theirs = captum.LayerAttribution.interpolate(saliency, X.shape[2:], "bilinear")[:, 0]
    torch.testing.assert_close(ours["saliency_of_layer"](X, y, net, layer), theirs.detach(), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(("n", "seed"), CASES)
def test_fast_gradient_sign(ours, n, seed):
    """Captum's FGSM raises the same loss by the same step; it knows one eps for all channels, so it works in pixels."""
    from captum.robust import FGSM

    X, y, net = case(n, seed, "float64")
    X = clamp_to_valid(X)
    mean, std = (torch.tensor(v, dtype=X.dtype).view(3, 1, 1) for v in (MEAN, STD))
    loss = torch.nn.CrossEntropyLoss(reduction="none")
    attack = FGSM(lambda pixels: net((pixels - mean) / std), loss, lower_bound=0.0, upper_bound=1.0)
    attack.zero_thresh = 0  # by default it leaves pixels with a gradient below 1e-6 where they are
    theirs = (attack.perturb((X * std + mean).requires_grad_(), epsilon=0.03, target=y) - mean) / std
    torch.testing.assert_close(ours["fgsm"](X, y, net, 0.03), theirs.detach())


@pytest.mark.parametrize(("n", "seed"), CASES)
def test_perturbation_towards_a_label(ours, n, seed):
    """Captum's targeted FGSM lowers the loss of the label: the form of the exercise on small images."""
    from captum.robust import FGSM

    X, y, net = case(n, seed, "float64")
    X = X.clamp(-1, 1)
    attack = FGSM(net, torch.nn.CrossEntropyLoss(reduction="none"), lower_bound=-1.0, upper_bound=1.0)
    attack.zero_thresh = 0  # by default it leaves pixels with a gradient below 1e-6 where they are
    theirs = attack.perturb(X.clone().requires_grad_(), epsilon=10 * 2 / 255, target=y, targeted=True)
    torch.testing.assert_close(ours["perturb_towards"](X, y, net, 10), theirs.detach())
