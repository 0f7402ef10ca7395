"""Hidden tests of ACGANDiscriminator: its tensors, and what it makes of images, against the layers written out.

The original has width 196, most tests ask for 4: the same layers at a thousandth of the work. Every weight gets a push of
its own, and the reference is computed from the new ones in float64. Accepted: any container, class and names; heads in any order
of creation. Tolerance: 1e-4 of the largest output, or 1e-5, for eight normalisations in float32.
"""

import pytest
from torch.nn.functional import conv2d, layer_norm, leaky_relu, max_pool2d

from pixelgrad import dissect
from pixelgrad.testing import close, holds, noise, shape, tensor

STRIDES = 1, 2, 1, 2, 1, 1, 1, 2
SIDES = 32, 16, 16, 8, 8, 8, 8, 4


def shapes(f):
    """Weights of the layers in order: each convolution with its normalisation, then both heads."""
    inner = [pair for k, side in enumerate(SIDES) for pair in ((f, f if k else 3, 3, 3), (f, side, side))]
    return [*inner, (1, f), (10, f)]


def built(student, f=4):
    """The network, its call and its layers."""
    call = student.call("ACGANDiscriminator", **({"width": f} if f != 196 else {}))
    count = 28 * f + 7 * (9 * f * f + f) + 2 * f * sum(side * side for side in SIDES) + 11 * f + 11
    return call.value, call, dissect.sizes(dissect.layers(call.value, call), shapes(f), count, call)


def stirred(student, seed, f=4):
    """The same with weights of which each had a push: what two layers share, and an activation left out, shows."""
    net, call, _ = built(student, f)
    return net, call, dissect.arranged(dissect.stirred(net, call, seed, 0.5, (f, 4, 4)), shapes(f), call)


def trunk(W, X):
    """The features, (N, f), from the layers."""
    H = X.double()
    for k, stride in enumerate(STRIDES):
        conv, normal = W[2 * k : 2 * k + 2]
        H = conv2d(H, conv["weight"], conv["bias"], stride=stride, padding=1)
        H = leaky_relu(layer_norm(H, H.shape[1:], normal["weight"], normal["bias"]), 0.01)
    return max_pool2d(H, 4).flatten(1)


def agrees(found, wanted, call, what):
    """Assert shape and values, to 1e-4 of the largest, and 1e-5 where all are near 0."""
    close(found, wanted, call, rtol=1e-4, atol=max(1e-5, 1e-4 * float(wanted.abs().max())), what=what)


def both(net, X, call):
    """The two outputs of the network."""
    found = dissect.answer(net, X, call)
    holds(isinstance(found, tuple | list) and len(found) == 2, call, "It does not return a pair, score and class scores.")
    return found


@pytest.mark.limit(10)  # millions of random numbers
@pytest.mark.points(2)
@pytest.mark.hint("LayerNorm over [width, side, side]: with the channels, and each convolution its own.")
def test_sizes(student):
    """With width 196 it has 3137971 parameters, in layers of the right sizes."""
    built(student, 196)


@pytest.mark.points(3)
@pytest.mark.hint("Convolution, LayerNorm, LeakyReLU(0.01), eight times; then the largest value of each 4 by 4 map.")
def test_features(student, seed):
    """features(X) is what the layers give, (N, width), before the heads; for any weights."""
    net, call, W = stirred(student, seed, 9)
    X = noise(seed, 2, 3, 32, 32)
    found = tensor(dissect.answer(net, X, call, "features"), call, "features")
    agrees(found, trunk(W, X), call, "features")


@pytest.mark.points(2)
@pytest.mark.hint("A linear layer from the features to one number: no sigmoid, no squeeze.")
def test_score(student, seed):
    """The first output is a raw score for each image, (N, 1), for N = 1 and 3."""
    net, call, W = stirred(student, seed)
    for N in (1, 3):
        X = noise(seed + N, N, 3, 32, 32)
        agrees(both(net, X, call)[0], dissect.linear(W[-2], trunk(W, X)), call, "score")


@pytest.mark.points(2)
@pytest.mark.hint("A linear layer from the same features to ten numbers: raw scores, no softmax.")
def test_class_scores(student, seed):
    """The second output is ten raw class scores for each image, (N, 10), for N = 1 and 2."""
    net, call, W = stirred(student, seed)
    for N in (1, 2):
        X = noise(seed + N, N, 3, 32, 32)
        agrees(both(net, X, call)[1], dissect.linear(W[-1], trunk(W, X)), call, "class scores")


@pytest.mark.hint("Normalise each image by itself: LayerNorm, not BatchNorm, and nothing that is drawn anew at each call.")
def test_images_do_not_mix(student, seed):
    """An image has the same outputs alone and among others, and at a second call."""
    net, call, _ = built(student)
    X = noise(seed, 3, 3, 32, 32)
    for alone, among in zip(both(net, X[1:2], call), both(net, X, call), strict=True):
        shape(among, (3, alone.shape[1]), call, "output")
        agrees(alone, among[1:2], call, "output for an image alone")


@pytest.mark.hint("Use the argument for every layer: nn.Conv2d(channels, width, ...), nn.LayerNorm([width, side, side]).")
def test_any_width(student):
    """Widths of 1 and 6 give layers of these widths."""
    for f in (1, 6):
        built(student, f)
