"""Visible checks of compute_saliency_maps: networks whose gradient is known without differentiating."""

import pytest
import torch

from pixelgrad.nets import conv_net, linear_net
from pixelgrad.testing import close, noise, shape, unchanged


def striped_net(*rows, height=4, width=5):
    """A linear net whose class k has the weight rows[k][c] at every pixel of channel c."""
    net = linear_net(3, height, width, classes=len(rows))
    weight = torch.tensor(rows)[:, :, None].expand(-1, -1, height * width)  # (classes, 3, H*W)
    net[1].weight.data.copy_(weight.flatten(1))
    return net


@pytest.mark.hint("Reduce over dim=1, the channels, and keep the batch axis even when N is 1.")
def test_one_value_per_pixel(student, seed):
    """There is one value per pixel: (N, 3, H, W) gives (N, H, W)."""
    for n in (1, 2):
        call = student.call("compute_saliency_maps", noise(seed, n, 3, 6, 7), torch.tensor([1, 0][:n]), conv_net())
        shape(call.value, (n, 6, 7), call)


@pytest.mark.hint("Differentiate the raw score of class y: no softmax, no cross-entropy.")
def test_gradient_of_the_raw_score(student, seed):
    """On a linear network with weights 1, 2 and 4 for the three colours, every value is 4."""
    net = striped_net([1.0, 2.0, 4.0], [3.0, 1.0, 0.5])
    call = student.call("compute_saliency_maps", noise(seed, 1, 3, 4, 5), torch.tensor([0]), net)
    close(call.value, torch.full((1, 4, 5), 4.0), call)


@pytest.mark.hint("Take the absolute value first, then the maximum over the channels.")
def test_absolute_value_comes_before_the_maximum(student, seed):
    """A negative gradient counts as much as a positive one: weights -3, 2 and 1 give 3."""
    net = striped_net([-3.0, 2.0, 1.0], [1.0, 1.0, 1.0])
    call = student.call("compute_saliency_maps", noise(seed, 1, 3, 4, 5), torch.tensor([0]), net)
    close(call.value, torch.full((1, 4, 5), 3.0), call)


@pytest.mark.hint("Pick scores[i, y[i]] for each image i, for instance with gather; scores[:, y] mixes the images.")
def test_every_image_has_its_own_class(student, seed):
    """Each image is explained for its own label, whatever the network would predict."""
    net = striped_net([1.0, 2.0, 4.0], [0.0, -5.0, 0.0], [-1.0, 0.5, 0.0])
    call = student.call("compute_saliency_maps", noise(seed, 3, 3, 4, 5), torch.tensor([2, 0, 1]), net)
    close(call.value, torch.tensor([1.0, 4.0, 5.0])[:, None, None].expand(3, 4, 5), call)


@pytest.mark.hint("Gradients add up in X.grad: work on a fresh copy, X.detach().clone(), or zero it first.")
def test_second_call_gives_the_same(student, seed):
    """A second call with the same tensors gives the same maps."""
    call = student.call("compute_saliency_maps", noise(seed, 2, 3, 6, 7), torch.tensor([1, 3]), conv_net(), times=2)
    close(call.values[1], call.values[0], call)


@pytest.mark.hint("Leave the caller's images and the network as they were.")
def test_arguments_stay_as_they_were(student, seed):
    """The images, the labels and the network stay as they were."""
    call = student.call("compute_saliency_maps", noise(seed, 2, 3, 6, 7), torch.tensor([1, 3]), conv_net())
    unchanged(call)
