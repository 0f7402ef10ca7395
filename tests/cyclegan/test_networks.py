"""Hidden tests of residual_generator and patch_discriminator: their tensors, and what they make of images.

The reference is computed layer by layer, in float64, from the student's own weights, which are read in the order of the
state_dict. Accepted: any container, names and classes. Tolerance: 1e-3 of values near 1, for instance normalisation divides
by deviations that may be small.
"""

from itertools import pairwise

import pytest
import torch
from torch.nn.functional import conv2d, conv_transpose2d, instance_norm, leaky_relu, pad

from pixelgrad.testing import close, holds, noise, tensor

NEAR = 1e-3


def made(student, name, *args, **options):
    """The call, the network and its layers, [(weight, bias)] in float64."""
    call = student.call(name, *args, **options)
    holds(call.value is not None and not isinstance(call.value, torch.Tensor), call, "Expected a network. Does it end with a return?")
    state = call.value.state_dict(destination={})
    weights = [(key.rpartition(".")[0], value.detach().double()) for key, value in state.items() if key.endswith("weight")]
    layers = []
    for place, weight in weights:
        holds(f"{place}.bias" in state, call, f"The layer {place} has no bias.")
        layers.append((weight, state[f"{place}.bias"].detach().double()))
    total = sum(value.numel() for value in state.values())
    held = sum(weight.numel() + bias.numel() for weight, bias in layers)
    holds(total == held, call, f"There are {total - held} further numbers: normalisation is to have no parameters and no statistics.")
    return call, call.value, layers


def shapes_are(call, layers, wanted):
    """Assert the shapes of all weights, in order."""
    found = [tuple(weight.shape) for weight, _ in layers]
    holds(found == wanted, call, f"The weights have the shapes {found}; expected {wanted}.")


def weights_of(net):
    """The weights of a network's layers, in order."""
    return [value.detach() for name, value in net.state_dict(destination={}).items() if name.endswith("weight")]


def generator_shapes(C, w, blocks):
    down = [(w, C, 7, 7), (2 * w, w, 3, 3), (4 * w, 2 * w, 3, 3)]
    return down + [(4 * w, 4 * w, 3, 3)] * (2 * blocks) + [(4 * w, 2 * w, 3, 3), (2 * w, w, 3, 3), (C, w, 7, 7)]


def discriminator_shapes(C, w, layers):
    sizes = [C] + [w * 2**k for k in range(layers + 1)] + [1]
    return [(after, before, 4, 4) for before, after in pairwise(sizes)]


def reflected(X, n):
    return pad(X, (n, n, n, n), mode="reflect")


def painted(layers, X):
    """The generator of Zhu et al. 2017 from its weights."""
    *some, (up1, b1), (up2, b2), last = layers
    X = instance_norm(conv2d(reflected(X.double(), 3), *some[0])).relu()
    for layer in some[1:3]:
        X = instance_norm(conv2d(X, *layer, stride=2, padding=1)).relu()
    for first, second in zip(some[3::2], some[4::2], strict=True):
        Y = instance_norm(conv2d(reflected(X, 1), *first)).relu()
        X = X + instance_norm(conv2d(reflected(Y, 1), *second))
    for weight, bias in ((up1, b1), (up2, b2)):
        X = instance_norm(conv_transpose2d(X, weight, bias, stride=2, padding=1, output_padding=1)).relu()
    return conv2d(reflected(X, 3), *last).tanh()


def judged(layers, X):
    """The patch discriminator of Isola et al. 2017 from its weights."""
    X = leaky_relu(conv2d(X.double(), *layers[0], stride=2, padding=1), 0.2)
    for k, layer in enumerate(layers[1:-1], 2):
        X = leaky_relu(instance_norm(conv2d(X, *layer, stride=2 if k < len(layers) - 1 else 1, padding=1)), 0.2)
    return conv2d(X, *layers[-1], padding=1)


def asked(call, net, X, what):
    """What a network makes of images; an error of its own is told as a failed property."""
    try:
        found = net(X)
    except Exception as error:  # noqa: BLE001 - whatever the network raises is its fault
        raise AssertionError(f"{call.text}\nWith an input of {tuple(X.shape)}, it raised {type(error).__name__}: {error}") from None
    return tensor(found, call, what)


@pytest.mark.points(2)
@pytest.mark.hint("Follow the table: w, 2w, 4w, the residual blocks with two convolutions of 4w each, 2w, w, channels.")
def test_layers_of_the_generator(student):
    """The generator has the table's layers, each with a bias, for several widths and numbers of blocks."""
    for C, w, blocks in ((3, 4, 2), (1, 3, 0), (2, 2, 3)):
        call, _, layers = made(student, "residual_generator", C, w, blocks)
        shapes_are(call, layers, generator_shapes(C, w, blocks))


@pytest.mark.points(4)
@pytest.mark.hint(
    "Reflection pads before, instance normalisation and ReLU after each convolution; X + path(X) in a block; tanh at the end."
)
def test_generator_layer_by_layer(student, seed):
    """The generator's images are those of its layers, in their order, without and with residual blocks."""
    for blocks, size in ((0, (12, 16)), (2, (16, 20))):
        call, net, layers = made(student, "residual_generator", 3, 4, blocks)
        shapes_are(call, layers, generator_shapes(3, 4, blocks))
        X = noise(seed, 2, 3, *size)
        close(asked(call, net, X, "images"), painted(layers, X), call, rtol=NEAR, atol=NEAR, what="images")


@pytest.mark.points(2)
@pytest.mark.hint("w, 2w, 4w ... with stride 2, once more doubled with stride 1, then one channel: layers + 2 convolutions.")
def test_layers_of_the_discriminator(student):
    """The discriminator has layers + 2 convolutions of 4x4, each with a bias."""
    for C, w, layers in ((3, 4, 2), (1, 3, 1), (2, 2, 4)):
        call, _, found = made(student, "patch_discriminator", C, w, layers)
        shapes_are(call, found, discriminator_shapes(C, w, layers))


@pytest.mark.points(3)
@pytest.mark.hint("LeakyReLU(0.2) after all but the last, normalised all but the first and the last; the last two have stride 1.")
def test_discriminator_layer_by_layer(student, seed):
    """The scores are those of its layers, one for each patch, with nothing after the last convolution."""
    for layers, size in ((1, (12, 10)), (2, (20, 24)), (3, (40, 32))):
        call, net, found = made(student, "patch_discriminator", 3, 3, layers)
        shapes_are(call, found, discriminator_shapes(3, 3, layers))
        X = 2 * noise(seed, 2, 3, *size)
        scores = judged(found, X)
        close(asked(call, net, X, "scores"), scores, call, rtol=NEAR, atol=NEAR * float(scores.abs().max()), what="scores")


@pytest.mark.hint("Normalise every image by itself, nn.InstanceNorm2d: the others of the batch must make no difference.")
def test_images_do_not_depend_on_their_batch(student, seed):
    """An image by itself and in a batch of three gives the same, in both networks."""
    X = noise(seed, 3, 3, 16, 12)
    X[1:] *= 4
    for name, option in (("residual_generator", "blocks"), ("patch_discriminator", "layers")):
        call, net, _ = made(student, name, width=4, **{option: 1})
        close(asked(call, net, X, "batch")[:1], asked(call, net, X[:1], "image"), call, rtol=NEAR, atol=NEAR, what="first of the batch")


@pytest.mark.hint("The defaults are channels=3, width=64, blocks=9 and layers=3.")
def test_defaults(student):
    """Without arguments the networks are those of the paper: nine blocks, three layers, 64 channels."""
    for name, option, shapes in (
        ("residual_generator", "blocks", generator_shapes),
        ("patch_discriminator", "layers", discriminator_shapes),
    ):
        call, _, layers = made(student, name, width=1)
        shapes_are(call, layers, shapes(3, 1, {"blocks": 9, "layers": 3}[option]))
        call, _, layers = made(student, name, **{option: 1})
        holds(layers[0][0].shape[0] == 64, call, f"The first layer has {layers[0][0].shape[0]} channels; expected 64.")


@pytest.mark.hint("Make new layers in every call: no layer may be used twice, or shared by two networks.")
def test_every_network_has_its_own_weights(student):
    """Two networks, made one after the other, begin with different weights, and so do the layers of each."""
    for name in ("residual_generator", "patch_discriminator"):
        call = student.call(name, 3, 2, 1, times=2)
        one, other = (weights_of(net) for net in call.values)
        same = sum(torch.equal(a, b) for a, b in zip(one, other, strict=True))
        holds(same == 0, call, f"{same} layers have the weights of another network.")
        twice = sum(a.shape == b.shape and torch.equal(a, b) for k, a in enumerate(other) for b in other[:k])
        holds(twice == 0, call, f"{twice} layers have the weights of an earlier layer.")
