"""Feature maps are numbered as in CS231n, and every network gets layers and weights that fit it."""

import pytest
import torch
from torchvision import models

from pixelgrad import backbones, features


def named(name):
    """A torchvision network as `backbones.load` gives it, without its weights."""
    net = models.get_model(name, weights=None).eval().requires_grad_(False)
    net.name = name
    return net


@pytest.fixture(scope="module")
def lite():
    return backbones.load("efficientnet_lite0", verbose=False)


def gram(F):
    F = F.flatten(2)
    return F @ F.transpose(1, 2) / F[0].numel()


def test_squeezenet_is_numbered_as_its_modules():
    net, X = named("squeezenet1_1"), torch.randn(1, 3, 64, 80)
    feats = features.extract_features(X, features.trunk(net))
    assert len(feats) == len(net.features) == 13
    torch.testing.assert_close(feats[3], net.features[:4](X))
    assert [feats[k].shape[1] for k in (1, 3, 4, 6, 7)] == [64, 128, 128, 256, 256]


def test_lite_has_its_stem_and_blocks_and_computes_what_the_classifier_does(lite):
    X = torch.randn(2, 3, 64, 96)
    feats = features.extract_features(X, features.trunk(lite))
    assert len(feats) == 1 + len(lite.network._blocks) == 17
    net = lite.network
    scores = net._fc(net._swish(net._bn1(net._conv_head(feats[-1]))).mean(dim=(2, 3)))
    torch.testing.assert_close(scores, lite(X), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("name", ["resnet18", "vgg11", "mobilenet_v2", "squeezenet1_0"])
def test_another_classifier_gets_layers_that_exist(name):
    net = named(name)
    count = len(features.extract_features(torch.zeros(1, 3, 64, 64), features.trunk(net)))
    content, style = features.layers_of(net)
    assert len(style) >= 3 and list(style) == sorted(set(style))
    assert content in style and max(style) < count


def test_a_network_that_is_no_chain_is_refused():
    with pytest.raises(ValueError, match="vit_b_16"):
        features.trunk(named("vit_b_16"))


def test_the_recipe_gives_each_style_layer_the_same_share(lite):
    content, style = torch.randn(1, 3, 64, 64), 0.2 * torch.randn(1, 3, 48, 80)
    found = features.recipe(lite, content, style, gram)
    assert (found["content_layer"], found["style_layers"]) == (6, (0, 2, 4, 6, 9))
    C, S = (features.extract_features(X, features.trunk(lite)) for X in (content, style))
    for k, weight in zip(found["style_layers"], found["style_weights"], strict=True):
        assert weight * float((gram(C[k]) - gram(S[k])).square().sum()) == pytest.approx(1e4, rel=1e-3)


def test_paintings_on_squeezenet_keep_the_weights_of_cs231n():
    found = features.recipe(named("squeezenet1_1"), None, None, gram, painting="the_scream")
    assert found["content_layer"] == 3 and found["content_weight"] == 3e-2
    assert found["style_layers"] == (1, 4, 6, 7) and found["style_weights"] == (200000, 800, 12, 1)


def test_equal_images_give_finite_weights(lite):
    X = torch.randn(1, 3, 64, 64)
    found = features.recipe(lite, X, X, gram)
    assert all(torch.isfinite(torch.tensor(found["style_weights"])))
