"""The worked attributions of the interpretability problem set against Captum and scikit-learn, other implementations of the same."""

from pathlib import Path

import pytest
import torch

from pixelgrad import digits
from pixelgrad.layered import skip_net
from pixelgrad.nets import conv_net
from pixelgrad.testing import noise
from sealgrade import worked
from sealgrade.course import Course

captum = pytest.importorskip("captum.attr")
COURSE = Course.load(Path(__file__).resolve().parents[2])
STATED = 1e-5  # of the largest value: the notebook and the README name this bound


@pytest.fixture(scope="module")
def ours():
    return {nb.name: worked.names(COURSE, "interpretability", nb.name) for nb in COURSE.pick("interpretability").notebook}


@pytest.mark.parametrize(("n", "m", "seed"), [(1, 2, 0), (3, 7, 1), (2, 300, 2)])
def test_integrated_gradients_on_a_small_network(ours, n, m, seed):
    X, baseline, net = noise(seed, n, 1, 8, 11), noise(seed + 1, 1, 1, 8, 11), conv_net(channels=1, seed=seed)
    theirs = captum.IntegratedGradients(net).attribute(X, baseline, target=2, n_steps=m, method="riemann_right", internal_batch_size=64)
    found = ours["IntegratedGradients"]["integrated_gradients"](net, X, 2, baseline, m)
    assert float((found - theirs).abs().max()) <= STATED * float(theirs.abs().max())


def test_integrated_gradients_of_digits_with_the_shipped_weights(ours, tmp_path, monkeypatch):
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path))
    found = digits.load(verbose=False)
    net, X = digits.network(found, verbose=False), found.X_test[:10]
    for baseline in (torch.full((1, 1, 28, 28), digits.BLACK), found.X_train.mean(dim=0, keepdim=True)):
        theirs = captum.IntegratedGradients(net).attribute(X, baseline, target=4, n_steps=50, method="riemann_right")
        one = ours["IntegratedGradients"]["integrated_gradients"](net, X, 4, baseline, 50)
        assert float((one - theirs).abs().max()) <= STATED * float(theirs.abs().max())


@pytest.mark.parametrize("layer", ["block", "pool", "block.0"])
@pytest.mark.parametrize(("n", "seed"), [(1, 0), (3, 1)])
def test_attribution_to_positions_and_channels(ours, n, seed, layer):
    """Captum's gradient times activation of each class, subtracted and summed here."""
    X, net = noise(seed, n, 3, 8, 11), skip_net(seed=seed)
    product = captum.LayerGradientXActivation(net, net.get_submodule(layer))
    theirs = (product.attribute(X, target=1) - product.attribute(X, target=3)).detach()
    blocks = ours["BuildingBlocks"]
    torch.testing.assert_close(blocks["spatial_attribution"](net, X, layer, 1, 3), theirs.sum(dim=1), rtol=1e-4, atol=1e-6)
    torch.testing.assert_close(blocks["channel_attribution"](net, X, layer, 1, 3), theirs.sum(dim=(2, 3)), rtol=1e-4, atol=1e-6)
