"""Hidden tests of style_loss: by the definition, layer by layer, and its gradient.

While it runs, gram_matrix is a stand-in whose result is a vector per image, so that a mistake in gram_matrix costs
nothing here. A solution that does without gram_matrix is right, too: it gets Gram matrices as targets.
Tolerance: 1e-5 of the largest value, some hundred roundings of float32; 1e-10 where everything is float64. Accepted: a
result of shape (1,), zero gradients of layers that do not count.
"""

import pytest
import torch

from pixelgrad.standins import summary
from pixelgrad.testing import close, holds, noise, tensor, unchanged

SHAPES = ((3, 6, 7), (5, 4, 5), (2, 3, 4), (4, 2, 3))  # of four layers


def gram(F):
    """The Gram matrix, for solutions that write it out."""
    F = F.flatten(2)
    return torch.einsum("ncp,ndp->ncd", F, F) / F[0].numel()


def maps(seed, N=1, dtype=torch.float32):
    """Feature maps of the image and of the style, all layers."""
    return [[noise(seed + 10 * part + k, N, *size, dtype=dtype) for k, size in enumerate(SHAPES)] for part in (0, 1)]


def loss_of(statistic, feats, style, layers, weights):
    """Targets, the loss by its definition, and its gradient for every layer."""
    targets = [statistic(style[k]) for k in layers]
    leaves = [F.double().requires_grad_() for F in feats]
    terms = [w * (statistic(leaves[k]) - A.double()).square().sum() for k, A, w in zip(layers, targets, weights, strict=True)]
    return targets, sum(terms), torch.autograd.grad(sum(terms), leaves, allow_unused=True)


def ask(student, feats, style, layers, weights, **options):
    """The call, the right loss and its gradients: with the stand-in, or with Gram matrices where it is not called."""
    targets, loss, grads = loss_of(summary(), feats, style, layers, weights)
    try:
        bind, after = {"gram_matrix": summary()}, ("gram_matrix",)
        call = student.call("style_loss", feats, layers, targets, weights, bind=bind, after=after, **options)
    except Exception:  # noqa: BLE001 - it is raised again if it was not the stand-in's fault
        call = None
    if call is None or not call.after["gram_matrix"].used():
        targets, loss, grads = loss_of(gram, feats, style, layers, weights)
        call = student.call("style_loss", feats, layers, targets, weights, **options)
    return call, loss.detach(), grads


@pytest.mark.hint("The sum of all squared differences, times the weight: no mean, no 1/2.")
def test_one_layer(student, seed):
    """With one layer the loss is its weight times the squared distance of the statistics."""
    call, loss, _ = ask(student, *maps(seed), (1,), (0.5,))
    close(call.value, loss, call)


@pytest.mark.points(2)
@pytest.mark.hint("Add up the layers and return after the loop, not inside it.")
def test_every_layer_counts(student, seed):
    """With three layers the loss is the sum of the three losses."""
    call, loss, _ = ask(student, *maps(seed), (0, 1, 3), (3.0, 2.0, 5.0))
    close(call.value, loss, call)


@pytest.mark.points(2)
@pytest.mark.hint("Target and weight i belong to layer style_layers[i]: feats is indexed by the layer, the others by i.")
def test_layers_in_any_order(student, seed):
    """Layers 3, 0 and 2, in this order, each with its own target and weight."""
    call, loss, _ = ask(student, *maps(seed), [3, 0, 2], [1.0, 20.0, 300.0])
    close(call.value, loss, call)


@pytest.mark.hint("Multiply each layer's distance by its own weight.")
def test_weights_are_the_layers_own(student, seed):
    """A layer of weight 0 does not count; a weight of 1000 counts a thousand times."""
    call, loss, _ = ask(student, *maps(seed), (0, 1, 2), (0.0, 1000.0, 1.0))
    close(call.value, loss, call)


@pytest.mark.points(2)
@pytest.mark.hint("Build the loss from feats themselves: no .data, .item(), detach() or no_grad() on the way.")
def test_gradient(student, seed):
    """The gradient reaches every style layer, and no other layer."""
    call, loss, grads = ask(student, *maps(seed), (1, 3), (2.0, 7.0), wrt=(0,))
    close(call.value, loss, call)
    holds(call.grads[0] is not None, call, "The loss has no gradient with respect to feats.")
    for k, (found, grad) in enumerate(zip(call.grads[0], grads, strict=True)):
        if grad is not None or (found is not None and tensor(found, call).abs().max() > 0):
            holds(grad is not None and found is not None, call, f"Layer {k} has a gradient although it must not, or none although it must.")
            close(found, grad, call, what=f"gradient of layer {k}")


@pytest.mark.hint("Sum over the whole batch: no G[0], no squeeze, no division by N.")
def test_batch_adds_up(student, seed):
    """Two images, each with targets of its own, count both."""
    call, loss, _ = ask(student, *maps(seed, N=2), (0, 2), (2.0, 3.0))
    close(call.value, loss, call)


@pytest.mark.hint("Do not convert to float32 on the way.")
def test_double_precision(student, seed):
    """float64 features give the loss to ten digits."""
    call, loss, _ = ask(student, *maps(seed, dtype=torch.float64), (0, 1), (0.1, 0.2))
    close(call.value, loss, call, rtol=1e-10, atol=0)


@pytest.mark.hint("Work on new tensors: leave features, targets and lists as they are, and remember nothing.")
def test_arguments_stay_as_they_were(student, seed):
    """A second call gives the same, and all arguments stay as they were."""
    call, loss, _ = ask(student, *maps(seed), [0, 1], [2.0, 3.0], times=2)
    close(call.values[1], loss, call)
    unchanged(call)
