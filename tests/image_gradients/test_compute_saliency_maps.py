"""Hidden tests of compute_saliency_maps: by hand, by finite differences, and by autograd in the test itself.

Tolerance: 1e-5 of the largest value, some hundred roundings of float32; 1e-6 where everything is float64.
Accepted: float64 results, results that still require gradients, NumPy arrays. Not covered: other numbers of channels.
"""

import pytest
import torch

from pixelgrad.nets import conv_net, linear_net
from pixelgrad.testing import close, noise, shape, unchanged


def score(net, X, y):
    """The sum of every image's own class score."""
    return net(X)[torch.arange(len(X)), y].sum()


def saliency(net, X, y):
    """The definition, by autograd: (N, 3, H, W) -> (N, H, W)."""
    X = X.clone().requires_grad_()
    return torch.autograd.grad(score(net, X, y), X)[0].abs().amax(dim=1)


def case(seed, n, height=6, width=7, classes=4, dtype="float32"):
    """Images, labels that differ from one another where they can, and a smooth network."""
    y = torch.randperm(classes, generator=torch.Generator().manual_seed(seed)).repeat(3)[:n]
    X = noise(seed + 1, n, 3, height, width, dtype=getattr(torch, dtype))
    return X, y, conv_net(classes=classes, seed=seed + 2, dtype=dtype)


@pytest.mark.hint("squeeze() also removes the batch axis when N is 1: name the axis, or use a maximum over dim=1.")
def test_single_image_keeps_its_batch_axis(student, seed):
    """A single image gives a batch of one map, (1, H, W)."""
    X, y, net = case(seed, 1)
    call = student.call("compute_saliency_maps", X, y, net)
    shape(call.value, (1, 6, 7), call)
    close(call.value, saliency(net, X, y), call)


@pytest.mark.hint("Do not write the batch size into the code: use len(y) or X.shape[0].")
def test_batch_size_is_not_fixed(student, seed):
    """Batches of any size work: 2, 3 and 7 images give as many maps."""
    for n in (2, 3, 7):
        X, y, net = case(seed + n, n)
        call = student.call("compute_saliency_maps", X, y, net)
        shape(call.value, (n, 6, 7), call)
        close(call.value, saliency(net, X, y), call)


@pytest.mark.points(2)
@pytest.mark.hint("Differentiate the raw score of class y: no softmax, no log, no cross-entropy.")
def test_raw_score_not_a_loss(student, seed):
    """On a linear network the map is the largest absolute weight of class y over the colours."""
    net, y = linear_net(3, 4, 5, classes=3, seed=seed), torch.tensor([1, 2])
    call = student.call("compute_saliency_maps", noise(seed + 1, 2, 3, 4, 5), y, net)
    weight = net[1].weight.view(3, 3, 4, 5)
    close(call.value, weight[y].abs().amax(dim=1), call)


@pytest.mark.points(2)
@pytest.mark.hint("Take the absolute value of the gradient.")
def test_absolute_value_is_taken(student, seed):
    """Where every gradient is negative the map is still positive."""
    net = linear_net(3, 4, 5, classes=3, seed=seed)
    net[1].weight.data[1] = -net[1].weight[1].abs() - 0.1
    call = student.call("compute_saliency_maps", noise(seed + 1, 1, 3, 4, 5), torch.tensor([1]), net)
    close(call.value, -net[1].weight[1].view(1, 3, 4, 5).amin(dim=1), call)


@pytest.mark.points(2)
@pytest.mark.hint("Take the absolute value first, then the maximum over the channels.")
def test_absolute_value_comes_before_the_maximum(student, seed):
    """Weights of -3, 2 and 1 for the three colours give 3 at every pixel."""
    net, size = linear_net(3, 4, 5, classes=2), 1.0 + seed % 7
    net[1].weight.data[1] = size * torch.tensor([-3.0, 2.0, 1.0]).repeat_interleave(20)
    call = student.call("compute_saliency_maps", noise(seed, 1, 3, 4, 5), torch.tensor([1]), net)
    close(call.value, torch.full((1, 4, 5), 3 * size), call)


@pytest.mark.hint("Explain the class in y, not the class the network prefers.")
def test_label_need_not_be_the_prediction(student, seed):
    """The least likely class is explained when y asks for it."""
    X, _, net = case(seed, 2)
    y = net(X).argmin(dim=1)
    call = student.call("compute_saliency_maps", X, y, net)
    close(call.value, saliency(net, X, y), call)


@pytest.mark.points(2)
@pytest.mark.hint("Pick scores[i, y[i]] for each image i, for instance with gather; scores[:, y] mixes the images.")
def test_every_image_has_its_own_class(student, seed):
    """The maps of a batch are the maps of its images one by one."""
    X, y, net = case(seed, 3)
    call = student.call("compute_saliency_maps", X, y, net)
    close(call.value, torch.cat([saliency(net, X[i : i + 1], y[i : i + 1]) for i in range(3)]), call)


@pytest.mark.hint("Compute with the gradient itself; do not detach the scores from the images or round them.")
def test_finite_differences_agree(student, seed):
    """In float64, nudging a pixel changes the score as the map says."""
    X, y, net = case(seed, 1, 3, 4, dtype="float64")
    nudges = 1e-5 * torch.eye(36, dtype=torch.float64).view(36, 3, 3, 4)
    rise = (net(X + nudges) - net(X - nudges))[:, y.item()] / 2e-5  # (36,), error about 1e-10
    call = student.call("compute_saliency_maps", X, y, net)
    close(call.value, rise.view(1, 3, 3, 4).abs().amax(dim=1), call, rtol=1e-6, atol=1e-8)


@pytest.mark.hint("Use reshape or dim=..., not view, on tensors you did not make.")
def test_slices_of_larger_images(student, seed):
    """Images that are not contiguous in memory, as a crop or a permuted batch, are explained alike."""
    _, y, net = case(seed, 2)
    X = noise(seed, 2, 12, 9, 3).permute(0, 3, 1, 2)[:, :, ::2, 1:8]  # (2, 3, 6, 7), strides of the large image
    call = student.call("compute_saliency_maps", X, y, net)
    close(call.value, saliency(net, X, y), call)


@pytest.mark.hint("Do not convert to float32 on the way.")
def test_double_precision_is_kept(student, seed):
    """A float64 network explains float64 images."""
    X, y, net = case(seed, 2, dtype="float64")
    call = student.call("compute_saliency_maps", X, y, net)
    close(call.value, saliency(net, X, y), call, rtol=1e-6)


@pytest.mark.points(2)
@pytest.mark.hint("Gradients add up in X.grad: work on a fresh copy, X.detach().clone(), or zero it first.")
def test_gradient_does_not_accumulate(student, seed):
    """A second and a third call with the same tensors give the same maps."""
    X, y, net = case(seed, 2)
    call = student.call("compute_saliency_maps", X, y, net, times=3)
    for value in call.values:
        close(value, saliency(net, X, y), call)


@pytest.mark.hint("Leave the caller's images and the network as they were: no .data, no train().")
def test_arguments_stay_as_they_were(student, seed):
    """The images, the labels and the network stay as they were, and the network in eval mode."""
    unchanged(student.call("compute_saliency_maps", *case(seed, 3)))
