"""Hidden tests of channel_attribution: behind the last nonlinearity by hand, by the definition, and what must hold of shares.

Tolerance: 1e-5 of the largest value; 1e-6 where everything is float64. Accepted: results that still require gradients.
Not covered: layers whose output is no plane.
"""

import pytest
import torch

from pixelgrad.layered import skip_net
from pixelgrad.nets import conv_net
from pixelgrad.testing import close, noise, shape, tensor, unchanged

NAME = "channel_attribution"


def shares(net, X, layer, a, b=None):
    """The definition: activation times the gradient with respect to a change, still 0, of what the layer returns."""
    kept = []
    with net.get_submodule(layer).register_forward_hook(lambda module, inputs, A: kept.append(A.clone())):
        net(X)
    change = torch.zeros_like(kept[0]).requires_grad_()
    with net.get_submodule(layer).register_forward_hook(lambda module, inputs, A: A + change):
        scores = net(X)
    difference = scores[:, a].sum() - (scores[:, b].sum() if b is not None else 0)
    return (kept[0] * torch.autograd.grad(difference, change)[0]).detach()  # (N, K, h, w)


def case(seed, n, height=6, width=9, dtype="float32"):
    """Images and a smooth network with a shortcut; its layers have 6 channels."""
    return noise(seed, n, 3, height, width, dtype=getattr(torch, dtype)), skip_net(seed=seed + 1, dtype=dtype)


@pytest.mark.points(2)
@pytest.mark.hint("Multiply the gradient by the activation, and sum over the positions, not over the channels.")
def test_last_layer_by_hand(student, seed):
    """Before an average and a matrix, a channel's share is its weight times its mean activation."""
    net, X = conv_net(seed=seed), noise(seed + 1, 2, 3, 6, 7)
    w, A = net[6].weight[2] - net[6].weight[0], net[:4](X)  # (6,), (2, 6, 3, 4)
    call = student.call(NAME, net, X, "3", 2, 0)
    shape(call.value, (2, 6), call)
    close(call.value, w * A.mean(dim=(2, 3)), call)


@pytest.mark.points(2)
@pytest.mark.hint("Multiply at each position first and sum then: the product of two means is another thing.")
def test_products_are_summed(student, seed):
    """Where activation and gradient vary from place to place, their products are added up."""
    X, net = case(seed, 2)
    for a, b in ((1, 3), (3, 1)):
        call = student.call(NAME, net, X, "stem", a, b)
        close(call.value, shares(net, X, "stem", a, b).sum(dim=(2, 3)), call)


@pytest.mark.hint("At the last layer the shares add up to the difference of the scores less that of the biases; keep the sign.")
def test_shares_of_the_last_layer_are_complete(student, seed):
    """The shares of the last layer add up to s_a - s_b, but for the biases."""
    X, net = case(seed, 3)
    call = student.call(NAME, net, X, "join", 1, 2)
    total, bias = tensor(call.value, call).sum(dim=1), net.head.bias[1] - net.head.bias[2]
    scores = net(X)
    close(total, scores[:, 1] - scores[:, 2] - bias, call, atol=1e-5, what="sum of the shares")


@pytest.mark.hint("Without class_b explain the raw score of class_a alone; class 0 is a class like any other.")
def test_one_class_or_two(student, seed):
    """Without class_b the raw score of class_a is explained; with class_b = 0 the difference to class 0."""
    X, net = case(seed, 2)
    call = student.call(NAME, net, X, "block", 2)
    close(call.value, shares(net, X, "block", 2).sum(dim=(2, 3)), call)
    call = student.call(NAME, net, X, "block", 2, 0)
    close(call.value, shares(net, X, "block", 2, 0).sum(dim=(2, 3)), call)


@pytest.mark.hint("Name the axes: squeeze() removes the batch axis when N is 1.")
def test_each_image_for_itself(student, seed):
    """The shares of a batch of 1, 2 or 3 are those of its images, (N, K)."""
    X, net = case(seed, 3)
    expected = shares(net, X, "pool", 1, 2).sum(dim=(2, 3))
    for n in (1, 2, 3):
        call = student.call(NAME, net, X[:n], "pool", 1, 2)
        shape(call.value, (n, 6), call)
        close(call.value, expected[:n], call)


@pytest.mark.hint("Do not convert to float32 on the way.")
def test_double_precision_slices(student, seed):
    """Float64 images that are not contiguous in memory are explained in float64."""
    net = skip_net(seed=seed, dtype="float64")
    X = noise(seed, 2, 12, 11, 3, dtype=torch.float64).permute(0, 3, 1, 2)[:, :, ::2, 1:10]  # (2, 3, 6, 9)
    call = student.call(NAME, net, X, "stem.0", 3, 0)
    expected = shares(net, X, "stem.0", 3, 0).sum(dim=(2, 3))
    close(call.value, expected, call, rtol=1e-10, atol=1e-12 * float(expected.abs().max()))


@pytest.mark.hint("Begin anew at every call; leave the images and the network as they were.")
def test_arguments_stay_as_they_were(student, seed):
    """A second call gives the same shares, and the images and the network stay as they were."""
    X, net = case(seed, 2)
    call = student.call(NAME, net, X, "stem", 1, 0, times=2)
    unchanged(call)
    close(call.values[1], shares(net, X, "stem", 1, 0).sum(dim=(2, 3)), call)
