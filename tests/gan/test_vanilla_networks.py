"""Hidden tests of discriminator and generator: their tensors, and what they make of a batch, against the layers written out.

The weights are those that the student's network happens to have; the reference is computed from them in float64, layer by
layer, so that a missing or a wrong activation shows as a wrong output. Accepted: any container, any names, any class.
Tolerance: 1e-4, and 1e-5 for logits near 0, which are sums of a thousand float32 products of about 1.
"""

import pytest
import torch
from torch.nn.functional import leaky_relu

from pixelgrad import dissect
from pixelgrad.testing import close, noise, shape

CRITIC = [(256, 784), (256, 256), (1, 256)]
NEAR = 1e-5


def critic(student):
    """The discriminator, its call and its three layers."""
    call = student.call("discriminator")
    return call.value, call, dissect.sizes(dissect.layers(call.value, call), CRITIC, 267_009, call)


def scores(W, X):
    """The discriminator's output from its layers."""
    H = X.double().flatten(1)
    for layer in W[:2]:
        H = leaky_relu(dissect.linear(layer, H), 0.01)
    return dissect.linear(W[2], H)


def apart(W, X):
    """Images moved along their gradients until half of the logits is positive and half negative, as D has them by chance only."""
    wanted = torch.tensor([1.0, -1.0]).repeat(len(X) // 2)[:, None]
    for _ in range(50):
        X = X.detach().requires_grad_()
        logits = scores(W, X)
        if bool((logits * wanted > 0.01).all()):
            break
        X = X + 0.1 * wanted * torch.autograd.grad(logits.sum(), X)[0].sign()
    return X.detach()


def painter(student, *dims):
    """The generator for a length of noise (or its default), its call and its three layers."""
    call, dim = student.call("generator", *dims), dims[0] if dims else 96
    count = dim * 1024 + 1_854_224
    return call.value, call, dissect.sizes(dissect.layers(call.value, call), [(1024, dim), (1024, 1024), (784, 1024)], count, call)


def images(W, Z):
    """The generator's output from its layers."""
    H = Z.double()
    for layer in W[:2]:
        H = dissect.linear(layer, H).relu()
    return dissect.linear(W[2], H).tanh()


@pytest.mark.hint("Three linear layers with biases: 784 to 256, 256 to 256, 256 to 1.")
def test_sizes_of_the_discriminator(student):
    """The discriminator has 267009 parameters, in layers of the right sizes."""
    critic(student)


@pytest.mark.points(3)
@pytest.mark.hint("LeakyReLU with a slope of 0.01 after the first and the second layer, and nothing after the third: raw logits.")
def test_discriminator_layer_by_layer(student, seed):
    """The logits are those of its layers, with LeakyReLU between them and nothing at the end."""
    net, call, W = critic(student)
    X = apart(W, noise(seed, 4, 784))
    close(dissect.output(net, X, call, "logits"), scores(W, X), call, 1e-4, NEAR, "logits")


@pytest.mark.hint("Return (N, 1) for any N: no squeeze, no fixed batch size.")
def test_discriminator_takes_any_batch(student, seed):
    """One, two or three images give (1, 1), (2, 1) or (3, 1) logits."""
    net, call, W = critic(student)
    for N in (1, 2, 3):
        X = noise(seed + N, N, 784)
        close(dissect.output(net, X, call, "logits"), scores(W, X), call, 1e-4, NEAR, f"logits of {N}")


@pytest.mark.hint("Begin with nn.Flatten(), which leaves rows as they are and turns images into rows.")
def test_discriminator_takes_images_and_rows(student, seed):
    """An image (1, 28, 28) and its row of 784 pixels get the same logit."""
    net, call, W = critic(student)
    X = noise(seed, 2, 1, 28, 28)
    close(dissect.output(net, X, call, "logits of images"), scores(W, X), call, 1e-4, NEAR, "logits of images")


@pytest.mark.points(2)
@pytest.mark.hint("Linear layers noise_dim to 1024, 1024 to 1024, 1024 to 784: use the argument, no fixed number.")
def test_sizes_of_the_generator(student, seed):
    """The generator's first layer takes noise of the length asked for."""
    painter(student, 3 + seed % 20)


@pytest.mark.hint("noise_dim=96 is the default.")
def test_default_noise(student):
    """Without an argument the generator takes 96 numbers."""
    painter(student)


@pytest.mark.points(3)
@pytest.mark.hint("ReLU after the first and the second layer, Tanh after the third.")
def test_generator_layer_by_layer(student, seed):
    """The images are those of its layers, with ReLU between them and Tanh at the end, for any number of them."""
    net, call, W = painter(student, 4)
    for N in (1, 3):
        Z = 5 * noise(seed + N, N, 4)
        found = dissect.output(net, Z, call, "images")
        shape(found, (N, 784), call, "output")
        close(found, images(W, Z), call, 1e-4, NEAR, "images")
