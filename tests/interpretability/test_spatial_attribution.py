"""Hidden tests of spatial_attribution: behind the last nonlinearity by hand, by the definition, and what must hold of shares.

Tolerance: 1e-5 of the largest value; 1e-6 where everything is float64. Accepted: results that still require gradients.
Not covered: layers whose output is no plane.
"""

import pytest
import torch

from pixelgrad.layered import skip_net
from pixelgrad.nets import conv_net
from pixelgrad.testing import close, noise, shape, unchanged

NAME = "spatial_attribution"


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
@pytest.mark.hint("Multiply the gradient by the activation, and sum over the channels: no mean, no maximum.")
def test_last_layer_by_hand(student, seed):
    """Before an average over 3 x 4 positions each has the weighted sum of its activations, divided by 12."""
    net, X = conv_net(seed=seed), noise(seed + 1, 2, 3, 6, 7)
    w, A = net[6].weight[2] - net[6].weight[0], net[:4](X)  # (6,), (2, 6, 3, 4)
    call = student.call(NAME, net, X, "3", 2, 0)
    shape(call.value, (2, 3, 4), call)
    close(call.value, torch.einsum("nkhw,k->nhw", A, w) / 12, call)


@pytest.mark.points(2)
@pytest.mark.hint("Keep the sign: no absolute value, no ReLU. What speaks for class_b is negative.")
def test_evidence_has_a_sign(student, seed):
    """Exchanging the two classes changes the sign of every share."""
    X, net = case(seed, 2)
    for a, b in ((1, 3), (3, 1)):
        call = student.call(NAME, net, X, "block", a, b)
        close(call.value, shares(net, X, "block", a, b).sum(dim=1), call)


@pytest.mark.hint("Without class_b explain the raw score of class_a alone; class 0 is a class like any other.")
def test_one_class_or_two(student, seed):
    """Without class_b the raw score of class_a is explained; with class_b = 0 the difference to class 0."""
    X, net = case(seed, 2)
    call = student.call(NAME, net, X, "join", 2)
    close(call.value, shares(net, X, "join", 2).sum(dim=1), call)
    call = student.call(NAME, net, X, "join", 2, 0)
    close(call.value, shares(net, X, "join", 2, 0).sum(dim=1), call)


@pytest.mark.hint("Differentiate raw scores: no softmax, no logarithm.")
def test_scores_are_raw(student, seed):
    """Where one class is certain, the shares are those of the raw scores."""
    X, net = case(seed, 2)
    net.head.bias.data[:] = torch.tensor([30.0, 0.0, -10.0, 0.0])
    call = student.call(NAME, net, X, "block", 0, 1)
    close(call.value, shares(net, X, "block", 0, 1).sum(dim=1), call)


@pytest.mark.points(2)
@pytest.mark.hint("Keep the batch axis, and the layer's own height and width; images do not influence one another.")
def test_each_image_for_itself(student, seed):
    """The maps of a batch of 1, 2 or 3 are those of its images, in the size of the layer and not of the image."""
    X, net = case(seed, 3)
    expected = shares(net, X, "pool", 1, 2).sum(dim=1)
    for n in (1, 2, 3):
        call = student.call(NAME, net, X[:n], "pool", 1, 2)
        shape(call.value, (n, 3, 5), call)
        close(call.value, expected[:n], call)


@pytest.mark.hint("Take the activation that the layer returns; tap keeps it safe from an in-place activation.")
def test_layer_before_an_in_place_activation(student, seed):
    """What counts is what the layer returns, also where the next one overwrites it."""
    X, net = case(seed, 2)
    call = student.call(NAME, net, X, "stem.0", 1, 3)
    close(call.value, shares(net, X, "stem.0", 1, 3).sum(dim=1), call)


@pytest.mark.hint("Do not convert to float32 on the way.")
def test_double_precision_slices(student, seed):
    """Float64 images that are not contiguous in memory are explained in float64."""
    net = skip_net(seed=seed, dtype="float64")
    X = noise(seed, 2, 12, 11, 3, dtype=torch.float64).permute(0, 3, 1, 2)[:, :, ::2, 1:10]  # (2, 3, 6, 9)
    call = student.call(NAME, net, X, "block.0", 3, 0)
    expected = shares(net, X, "block.0", 3, 0).sum(dim=1)
    close(call.value, expected, call, rtol=1e-10, atol=1e-12 * float(expected.abs().max()))


@pytest.mark.hint("Begin anew at every call; leave the images and the network as they were.")
def test_arguments_stay_as_they_were(student, seed):
    """A second call gives the same map, and the images and the network stay as they were."""
    X, net = case(seed, 2)
    call = student.call(NAME, net, X, "stem", 1, 0, times=2)
    unchanged(call)
    close(call.values[1], shares(net, X, "stem", 1, 0).sum(dim=1), call)
