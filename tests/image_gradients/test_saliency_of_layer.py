"""Hidden tests of saliency_of_layer: by hand behind the last nonlinearity, by nudging what a layer returns, by autograd.

Tolerance: 1e-5 of the largest value, some hundred roundings of float32; 1e-6 where everything is float64.
Accepted: float64 results, results that still require gradients, NumPy arrays. Not covered: a hook left behind without
any effect, layers whose output is no plane, a module given instead of its name.
"""

import pytest
import torch

from pixelgrad.layered import skip_net
from pixelgrad.nets import conv_net
from pixelgrad.testing import close, noise, shape, unchanged


def enlarged(M, height, width):
    """(N, h, w) -> (N, height, width), bilinear: the weights of align_corners=False written out, rows then columns."""
    for dim, size in ((1, height), (2, width)):
        old = M.shape[dim]
        at = ((torch.arange(size, dtype=M.dtype) + 0.5) * old / size - 0.5).clamp(0, old - 1)
        low = at.floor().long()
        part = (at - low).view([-1 if d == dim else 1 for d in range(3)])
        M = M.index_select(dim, low) * (1 - part) + M.index_select(dim, (low + 1).clamp(max=old - 1)) * part
    return M


def score_from(net, X, y, layer, change):
    """The labels' scores, (N,), with `change` added to what the layer returns."""
    with net.get_submodule(layer).register_forward_hook(lambda module, inputs, A: A + change):
        return net(X).gather(1, y[:, None])[:, 0]


def saliency(net, X, y, layer):
    """The definition: the gradient with respect to a change, still 0, of what the layer of a skip_net returns."""
    height, width = X.shape[2:] if "stem" in layer else (-(-side // 2) for side in X.shape[2:])
    change = torch.zeros(len(X), 6, height, width, dtype=X.dtype, requires_grad=True)
    (grad,) = torch.autograd.grad(score_from(net, X, y, layer, change).sum(), change)
    return enlarged(grad.abs().amax(dim=1), *X.shape[2:])


def case(seed, n, height=6, width=9, dtype="float32"):
    """Images, labels that differ from one another where they can, and a smooth network with a shortcut."""
    y = torch.randperm(4, generator=torch.Generator().manual_seed(seed)).repeat(3)[:n]
    X = noise(seed + 1, n, 3, height, width, dtype=getattr(torch, dtype))
    return X, y, skip_net(seed=seed + 2, dtype=dtype)


@pytest.mark.points(2)
@pytest.mark.hint("Differentiate the raw score of y, take the absolute value, then the maximum over the layer's channels.")
def test_last_layer_by_hand(student, seed):
    """Before the average over 3 x 4 positions and weights -3, 2, 1, every value is 3 / 12, whatever the image."""
    net, size = conv_net(width=3, seed=seed), 1.0 + seed % 7
    net[6].weight.data[2] = size * torch.tensor([-3.0, 2.0, 1.0])
    call = student.call("saliency_of_layer", noise(seed, 2, 3, 6, 7), torch.tensor([2, 2]), net, "3")
    close(call.value, torch.full((2, 6, 7), size * 3 / 12), call)


@pytest.mark.points(2)
@pytest.mark.hint("Resize the map, after the maximum, with mode='bilinear' and align_corners=False.")
def test_map_is_resized_bilinearly(student, seed):
    """The map of a layer of 3 x 5 positions is resized to images of 6 x 9 pixels, bilinear, pixels aligned by areas."""
    X, y, net = case(seed, 6)
    call = student.call("saliency_of_layer", X, y, net, "block")
    close(call.value, saliency(net, X, y, "block"), call)


@pytest.mark.hint("Take the gradient where the layer stands: everything that its output reaches counts.")
def test_every_path_from_the_layer_counts(student, seed):
    """A layer whose output goes on by two paths, a block and a shortcut, gets the gradient of both."""
    X, y, net = case(seed, 2)
    call = student.call("saliency_of_layer", X, y, net, "pool")
    close(call.value, saliency(net, X, y, "pool"), call)


@pytest.mark.hint("Return A.clone() from the hook, or the in-place activation that follows overwrites what you keep.")
def test_layer_before_an_in_place_activation(student, seed):
    """What counts is what the layer returns, also where an in-place activation overwrites it."""
    X, y, net = case(seed, 2)
    call = student.call("saliency_of_layer", X, y, net, "stem.0")
    close(call.value, saliency(net, X, y, "stem.0"), call)


@pytest.mark.points(2)
@pytest.mark.hint("Compute with the gradient itself, at the layer that the name says.")
def test_finite_differences_agree(student, seed):
    """In float64, nudging what the layer returns changes the score as the map says."""
    X, y, net = case(seed, 1, 3, 4, dtype="float64")
    nudges = 1e-5 * torch.eye(24, dtype=torch.float64).view(24, 6, 2, 2)
    rise = score_from(net, X, y.expand(24), "block.0", nudges) - score_from(net, X, y.expand(24), "block.0", -nudges)
    expected = enlarged((rise / 2e-5).view(1, 6, 2, 2).abs().amax(dim=1), 3, 4)  # error about 1e-10
    call = student.call("saliency_of_layer", X, y, net, "block.0")
    close(call.value, expected, call, rtol=1e-6, atol=1e-8)


@pytest.mark.points(2)
@pytest.mark.hint("Pick scores[i, y[i]] for each image i; scores[:, y] mixes the images. Keep the batch axis when N is 1.")
def test_every_image_has_its_own_class(student, seed):
    """Each image of a batch is explained for its own label, which need not be the prediction, and so is one alone."""
    X, _, net = case(seed, 3)
    y = (net(X).argmax(dim=1) + torch.tensor([1, 2, 3])) % 4
    expected = saliency(net, X, y, "join")
    for part in (slice(0, 3), slice(1, 2)):
        call = student.call("saliency_of_layer", X[part], y[part], net, "join")
        shape(call.value, expected[part].shape, call)
        close(call.value, expected[part], call)


@pytest.mark.hint("Do not convert to float32 on the way, and use reshape, not view, on tensors you did not make.")
def test_double_precision_slices(student, seed):
    """Float64 images that are not contiguous in memory are explained alike."""
    _, y, net = case(seed, 2, dtype="float64")
    X = noise(seed, 2, 12, 11, 3, dtype=torch.float64).permute(0, 3, 1, 2)[:, :, ::2, 1:10]  # (2, 3, 6, 9)
    call = student.call("saliency_of_layer", X, y, net, "block")
    close(call.value, saliency(net, X, y, "block"), call, rtol=1e-6)


@pytest.mark.points(2)
@pytest.mark.hint("Begin anew at every call, and leave the images and the network as they were: no train(), no requires_grad_().")
def test_second_call_gives_the_same(student, seed):
    """A second call gives the same maps, and the images, the labels and the network stay as they were."""
    X, y, net = case(seed, 2)
    call = student.call("saliency_of_layer", X, y, net, "stem", times=2)
    unchanged(call)
    close(call.values[1], saliency(net, X, y, "stem"), call)
