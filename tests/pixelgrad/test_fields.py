"""The geometry of layers as the notebook reads it: kernels in running order, windows that fit the gradient."""

import pytest
import torch
from torch import nn

from pixelgrad import backbones, fields
from pixelgrad.layered import skip_net
from pixelgrad.testing import noise


def chain():
    layers = [nn.Conv2d(3, 2, 5, stride=2, padding=1), nn.ReLU(), nn.ZeroPad2d((2, 0, 2, 0)), nn.MaxPool2d(3, 2, 1)]
    return nn.Sequential(*layers, nn.Conv2d(2, 2, 3, dilation=2), nn.Flatten())


def test_kernels_strides_and_paddings_in_running_order():
    """A ZeroPad2d adds to the padding of the next layer, and dilation spreads a kernel."""
    net = chain()
    assert fields.layers_until(net, "4", size=40) == [(5, 2, 1), (3, 2, 3), (5, 1, 0)]
    assert fields.layers_until(net, "1", size=40) == [(5, 2, 1)]
    assert all(not module._forward_hooks for module in net.modules())


def test_a_block_ends_with_its_last_layer():
    net = skip_net()
    assert fields.layers_until(net, "stem", size=8) == [(3, 1, 1)]
    assert fields.layers_until(net, "block", size=8) == [(3, 1, 1), (2, 2, 0), (3, 1, 1)]


def test_an_unknown_layer_leaves_no_hook_behind():
    net = skip_net()
    with pytest.raises(AttributeError):
        fields.layers_until(net, "blok")
    assert all(not module._forward_hooks for module in net.modules())


def test_influence_is_zero_outside_the_window():
    """Layers (3, 1, 1), (2, 2, 0), (3, 1, 1) see 8 pixels from 2 u - 3 on."""
    grad, (row, column) = fields.influence(noise(0, 1, 3, 24, 20), skip_net(), "block")
    assert (row, column) == (6, 5)
    left, top, width, height = fields.box((8, 2, -3), (row, column))
    rows, columns = grad.nonzero().T
    assert (int(columns.min()), int(rows.min())) == (left, top)
    assert (int(columns.max()) - left + 1, int(rows.max()) - top + 1) == (width, height)


def test_influence_of_a_layer_before_an_in_place_activation():
    """An in-place ELU follows `stem.0`; what counts is the convolution, whose gradient is its weights."""
    net, X = skip_net(), noise(0, 1, 3, 9, 9)
    grad, (row, column) = fields.influence(X, net, "stem.0")
    weights = net.stem[0].weight.sum(dim=0)  # (3, 3, 3): the channels together
    torch.testing.assert_close(grad[row - 1 : row + 2, column - 1 : column + 2], weights.abs().amax(dim=0))


def test_depths_of_the_embedded_backbone_are_layers_within_the_image():
    model = backbones.load("efficientnet_lite0", verbose=False)
    names = fields.depths(model)
    assert len(names) == 3
    lengths = [len(fields.layers_until(model, name)) for name in names]
    assert lengths == sorted(set(lengths))


def test_an_unknown_backbone_is_told():
    with pytest.raises(ValueError, match="Sequential"):
        fields.depths(nn.Sequential())
