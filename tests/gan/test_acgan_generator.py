"""Hidden tests of class_noise and ACGANGenerator: noise by its statistics, the network against its layers written out.

The original has width 196, most tests ask for 3. Every weight gets a push of its own, and the reference is computed from the
new ones in float64. Accepted: BatchNorm1d of the linear layer's numbers, or BatchNorm2d of the maps that they become (3559363 or
3553483 parameters); any container, class and names. Tolerance: 1e-3, as eight normalisations divide by small deviations.
"""

import pytest
import torch
from torch.nn.functional import conv2d, conv_transpose2d

from pixelgrad import dissect
from pixelgrad.testing import close, holds, noise, shape, tensor, unchanged, within

DOUBLING = (1, 5, 7)


def shapes(f, first):
    """Weights of the layers in order; first: channels of the first normalisation."""
    inner = [pair for k in range(1, 8) for pair in ((f, f, 4, 4) if k in DOUBLING else (f, f, 3, 3), (f,))]
    return [(16 * f, 100), (first,), *inner, (3, f, 3, 3)]


def built(student, f=3):
    """The network, its call and its layers."""
    call = student.call("ACGANGenerator", **({"width": f} if f != 196 else {}))
    found = dissect.layers(call.value, call)
    flat = any("weight" in layer and tuple(layer["weight"].shape) == (16 * f,) for layer in found)
    first = 16 * f if flat else f
    count = 1616 * f + 2 * first + 3 * (16 * f * f + f) + 4 * (9 * f * f + f) + 14 * f + 27 * f + 3
    return call.value, call, dissect.sizes(found, shapes(f, first), count, call)


def images(W, Z, training):
    """The generator's output from its layers."""
    H = dissect.linear(W[0], Z.double()).relu()
    if len(W[1]["weight"]) == H.shape[1]:
        H = dissect.normalised(W[1], H, training).unflatten(1, (-1, 4, 4))
    else:
        H = dissect.normalised(W[1], H.unflatten(1, (-1, 4, 4)), training)
    for k in range(1, 8):
        conv, normal = W[2 * k : 2 * k + 2]
        move = conv_transpose2d if k in DOUBLING else conv2d
        H = move(H, conv["weight"], conv["bias"], stride=2 if k in DOUBLING else 1, padding=1)
        H = dissect.normalised(normal, H.relu(), training)
    return conv2d(H, W[-1]["weight"], W[-1]["bias"], padding=1).tanh()


def agrees(student, seed, N, training):
    """Assert that the images are those of the layers."""
    net, call, W = built(student)
    first = len(W[1]["weight"])
    W = dissect.arranged(dissect.stirred(net, call, seed), shapes(3, first), call)  # what two layers share shows
    dissect.mode(net, training, call)
    Z = 3 * noise(seed + N, N, 100)
    close(dissect.output(net, Z, call, "images"), images(W, Z, training), call, rtol=1e-3, atol=1e-3, what="images")


@pytest.mark.points(2)
@pytest.mark.hint("F.one_hot(y, 10) first, then the ninety numbers: torch.cat(..., dim=1).")
def test_noise_begins_with_the_class(student):
    """The first ten numbers are the class, one-hot; (N, 100) for N = 1 and 12."""
    for y in (torch.tensor([7]), torch.arange(12) * 3 % 10):
        call = student.call("class_noise", y)
        shape(call.value, (len(y), 100), call)
        close(tensor(call.value, call)[:, :10], torch.eye(10)[y], call, what="first ten numbers")
        unchanged(call)


@pytest.mark.hint("torch.randn(len(y), 90): mean 0, deviation 1.")
def test_noise_is_normal(student):
    """The other ninety are standard normal, and independent from row to row."""
    call = student.call("class_noise", torch.arange(400) % 10)
    shape(call.value, (400, 100), call)
    chance = tensor(call.value, call)[:, 10:]
    mean, deviation = float(chance.mean()), float(chance.std())
    holds(abs(mean) < 0.05 and abs(deviation - 1) < 0.05, call, f"Their mean is {mean:.2f}, their deviation {deviation:.2f}.")
    holds(float(chance.abs().max()) > 3, call, "None of 36000 numbers is beyond 3: they are not normal.")
    holds(float(chance.mean(dim=1).std()) < 0.3 and float(chance.mean(dim=0).std()) < 0.3, call, "They are not independent.")


@pytest.mark.hint("Draw anew at every call: no fixed seed.")
def test_noise_is_new_each_time(student):
    """Two calls give the same classes and other noise."""
    call = student.call("class_noise", torch.tensor([3, 3]), times=2)
    first, second = (tensor(value, call) for value in call.values)
    shape(second, (2, 100), call)
    holds(not torch.equal(first, second), call, "The second call gave the same numbers.")


@pytest.mark.limit(10)  # millions of random numbers
@pytest.mark.points(2)
@pytest.mark.hint("Linear 100 to 16 * width, three transposed convolutions with kernel 4, four with kernel 3, one to 3 channels.")
def test_sizes(student):
    """With width 196 it has 3559363 parameters (3553483 with BatchNorm2d at first), in layers of the right sizes."""
    built(student, 196)


@pytest.mark.points(2)
@pytest.mark.hint("ReLU, then batch normalisation, after every layer but the last; convolutions 1, 5 and 7 double the maps.")
def test_images_in_training(student, seed):
    """In train mode the images are those of its layers, normalised over the batch."""
    agrees(student, seed, 5, True)


@pytest.mark.hint("No fixed batch size: nn.Unflatten(1, (width, 4, 4)), or view(-1, width, 4, 4).")
def test_any_number_of_images(student, seed):
    """In eval mode one, two or three rows of noise give as many images, (N, 3, 32, 32), those of its layers."""
    for N in (1, 2, 3):
        agrees(student, seed, N, False)


@pytest.mark.hint("Tanh comes last: values from -1 to 1.")
def test_images_are_bounded(student, seed):
    """All values lie from -1 to 1, however large the noise."""
    net, call, _ = built(student)
    made = dissect.output(net, 100 * noise(seed, 4, 100), call, "images")
    shape(made, (4, 3, 32, 32), call, "images")
    within(made, -1, 1, call, "images")
