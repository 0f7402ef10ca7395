"""Visible checks of saliency_of_layer: a network whose last layer has a known gradient."""

import pytest
import torch

from pixelgrad.layered import skip_net
from pixelgrad.nets import conv_net
from pixelgrad.testing import close, noise, shape, tensor, unchanged


def weighted_net(*weights):
    """A conv_net whose class 1 has these weights; its layer "3" is averaged over all positions and weighted."""
    net = conv_net(classes=2, width=len(weights))
    net[6].weight.data[1] = torch.tensor(weights)
    return net


@pytest.mark.hint("Resize the map to X.shape[-2:], and keep the batch axis when N is 1.")
def test_one_value_per_pixel(student, seed):
    """There is one value per pixel of the image, whatever the size of the layer's own output."""
    for n, layer in ((1, "0"), (2, "2")):
        call = student.call("saliency_of_layer", noise(seed, n, 3, 6, 7), torch.tensor([1, 0][:n]), conv_net(), layer)
        shape(call.value, (n, 6, 7), call)


@pytest.mark.hint("Take the absolute value of the raw score's gradient, then the maximum over the layer's channels.")
def test_gradient_at_the_last_layer(student, seed):
    """Before an average over 2 x 2 positions with weights 2, -4 and 1 every value is 4 / 4."""
    call = student.call("saliency_of_layer", noise(seed, 1, 3, 4, 4), torch.tensor([1]), weighted_net(2.0, -4.0, 1.0), "3")
    close(call.value, torch.ones(1, 4, 4), call)


@pytest.mark.hint("Use F.interpolate with mode='bilinear' and align_corners=False, on the map after the maximum.")
def test_map_is_resized_bilinearly(student, seed):
    """Two values side by side, a and b, become a, 3/4 a + 1/4 b, 1/4 a + 3/4 b, b."""
    X, net = noise(seed, 1, 3, 2, 4), weighted_net(5.0)
    slope = torch.sigmoid(net[:3](X))[0, 0, 0]  # (2,): the layer "2" has one channel of 1 x 2 positions
    mixed = torch.tensor([[1, 0], [0.75, 0.25], [0.25, 0.75], [0, 1]]) @ slope
    call = student.call("saliency_of_layer", X, torch.tensor([1]), net, "2")
    close(call.value, (5 / 2 * mixed).expand(1, 2, 4), call)


@pytest.mark.hint("model.get_submodule(layer) finds a module by its dotted name.")
def test_layers_inside_layers(student, seed):
    """A layer inside another one is found by its dotted name, and the image's size is kept."""
    call = student.call("saliency_of_layer", noise(seed, 2, 3, 6, 7), torch.tensor([1, 3]), skip_net(), "block.0")
    shape(call.value, (2, 6, 7), call)


@pytest.mark.hint("Return A.clone() from the hook, or the in-place activation that follows overwrites what you keep.")
def test_layer_before_an_in_place_activation(student, seed):
    """A convolution before an in-place ELU, one channel: its map is that after the ELU, times the ELU's slope."""
    X, y, net = noise(seed, 2, 3, 6, 7), torch.tensor([1, 3]), skip_net(width=1)
    after = student.saliency_of_layer(X, y, net, "stem")
    call = student.call("saliency_of_layer", X, y, net, "stem.0")
    slope = net.stem[0](X)[:, 0].clamp(max=0).exp()  # (N, H, W)
    close(call.value, tensor(after, call) * slope, call)


@pytest.mark.hint("Begin anew at every call, and leave the caller's images and the network as they were.")
def test_arguments_stay_as_they_were(student, seed):
    """A second call gives the same maps, and the images, the labels and the network stay as they were."""
    call = student.call("saliency_of_layer", noise(seed, 2, 3, 6, 7), torch.tensor([1, 3]), conv_net(), "2", times=2)
    close(call.values[1], call.values[0], call)
    unchanged(call)
