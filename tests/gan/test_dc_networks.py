"""Hidden tests of build_dc_classifier and build_dc_generator: their tensors, and what they make of a batch.

As in test_vanilla_networks the reference is computed layer by layer from the student's own weights, in float64. The
generator holds 6.6 million numbers, so it is built and read once for all tests. Accepted: any container, names, classes.
Tolerance: 1e-4, and 1e-5 for logits near 0; 1e-3 for the generator, whose three normalisations divide by small deviations.
"""

import pytest
from torch.nn.functional import leaky_relu, max_pool2d

from pixelgrad import dissect
from pixelgrad.testing import close, holds, noise, shape

CRITIC = [(32, 1, 5, 5), (64, 32, 5, 5), (1024, 1024), (1, 1024)]
NOISE = 4
PAINTER = [(1024, NOISE), (1024,), (6272, 1024), (6272,), (128, 64, 4, 4), (64,), (64, 1, 4, 4)]
FINE, NEAR = 1e-3, 1e-5


def critic(student, *args):
    """The classifier, its call and its four layers."""
    call = student.call("build_dc_classifier", *args)
    return call.value, call, dissect.sizes(dissect.layers(call.value, call), CRITIC, 1_102_721, call)


def scores(W, X):
    """The classifier's output from its layers."""
    H = X.double().view(-1, 1, 28, 28)
    for layer in W[:2]:
        H = max_pool2d(leaky_relu(dissect.conv(layer, H), 0.01), 2)
    return dissect.linear(W[3], leaky_relu(dissect.linear(W[2], H.flatten(1)), 0.01))


def images(W, Z, training):
    """The generator's output from its layers."""
    H = dissect.normalised(W[1], dissect.linear(W[0], Z.double()).relu(), training)
    H = dissect.normalised(W[3], dissect.linear(W[2], H).relu(), training).view(-1, 128, 7, 7)
    H = dissect.normalised(W[5], dissect.upconv(W[4], H).relu(), training)
    return dissect.upconv(W[6], H).tanh().flatten(1)


@pytest.fixture
def painter(request, student, seed):
    """Asks for the generator once: call, layers, and outputs for 1 and 2 rows in eval mode, then for 3 in train mode."""
    kept = vars(request.session).setdefault("dc_painter", [])

    def built():
        if not kept:
            call = student.call("build_dc_generator", NOISE)
            kept[:] = [call, dissect.layers(call.value, call), outputs(call, seed)]
        return kept

    return built


def outputs(call, seed):
    """{N: (noise, images, or the error that came instead)}; an error is told by the tests that ask for these images."""
    found = {}
    for N, training in ((1, False), (2, False), (3, True)):
        dissect.mode(call.value, training, call)
        Z = 3 * noise(seed + N, N, NOISE)
        try:
            found[N] = Z, dissect.output(call.value, Z, call, "images")
        except Exception as error:  # noqa: BLE001 - raised again by `agrees`
            found[N] = Z, error
    return found


def agrees(painter, N, training):
    """Assert that the outputs for N rows are those of the layers."""
    call, found, made = painter()
    Z, X = made[N]
    if isinstance(X, Exception):
        raise X
    shape(X, (N, 784), call, "output")
    close(X, images(dissect.arranged(found, PAINTER, call), Z, training), call, rtol=FINE, atol=FINE, what="images")


@pytest.mark.hint("Convolutions 1 to 32 and 32 to 64 with kernels of 5, then linear layers 1024 to 1024 and 1024 to 1.")
def test_sizes_of_the_classifier(student):
    """The classifier has 1102721 parameters, in layers of the right sizes."""
    critic(student)


@pytest.mark.points(3)
@pytest.mark.hint("LeakyReLU of slope 0.01 after both convolutions and the first linear layer; max-pooling of 2 after each convolution.")
def test_classifier_layer_by_layer(student, seed):
    """The logits are those of its layers, with LeakyReLU and pooling in their places and nothing at the end."""
    net, call, W = critic(student)
    X = noise(seed, 2, 784)
    close(dissect.output(net, X, call, "logits"), scores(W, X), call, 1e-4, NEAR, "logits")


@pytest.mark.points(2)
@pytest.mark.hint("Let the reshaping find the batch size: nn.Unflatten(1, (1, 28, 28)), or -1.")
def test_classifier_takes_any_batch(student, seed):
    """Built for a batch of 5 or for none, it takes 1, 2 or 3 images."""
    for args, N in (((5,), 1), ((5,), 2), ((), 3)):
        net, call, W = critic(student, *args)
        X = noise(seed + N, N, 784)
        close(dissect.output(net, X, call, "logits"), scores(W, X), call, 1e-4, NEAR, f"logits of {N}")


@pytest.mark.hint("Flatten first, or view(-1, 1, 28, 28): images and rows are both welcome.")
def test_classifier_takes_images_and_rows(student, seed):
    """An image (1, 28, 28) and its row of 784 pixels get the same logit."""
    net, call, W = critic(student)
    X = noise(seed, 2, 1, 28, 28)
    close(dissect.output(net, X, call, "logits of images"), scores(W, X), call, 1e-4, NEAR, "logits of images")


@pytest.mark.points(2)
@pytest.mark.hint("noise_dim to 1024, 1024 to 7 * 7 * 128, transposed convolutions 128 to 64 and 64 to 1 with kernels of 4.")
def test_sizes_of_the_generator(painter):
    """For noise of 4 numbers the generator has 6580801 parameters, in layers of the right sizes."""
    call, found, _ = painter()
    dissect.sizes(found, PAINTER, 6_580_801, call)


@pytest.mark.hint("96 is the default of noise_dim, and the first layer takes noise_dim numbers.")
def test_default_noise(student, seed):
    """Without an argument the generator takes 96 numbers."""
    call = student.call("build_dc_generator")
    dissect.mode(call.value, False, call)
    shape(dissect.output(call.value, noise(seed, 1, 96), call), (1, 784), call, "output")


@pytest.mark.points(2)
@pytest.mark.hint("ReLU, then batch normalisation, after both linear layers and the first transposed convolution; Tanh at the end.")
def test_generator_in_training(painter):
    """In train mode the images are those of its layers, normalised over the batch."""
    agrees(painter, 3, True)


@pytest.mark.points(2)
@pytest.mark.hint("A last nn.Flatten() makes rows of 784 pixels of (N, 1, 28, 28); no fixed batch size.")
def test_generator_makes_any_number(painter):
    """In eval mode one or two rows of noise give one or two rows of 784 pixels, those of its layers."""
    for N in (1, 2):
        agrees(painter, N, False)


@pytest.mark.hint("Tanh is the last activation: images from -1 to 1, and not squashed into a part of it.")
def test_generator_is_bounded(painter):
    """All pixels lie between -1 and 1, on both sides of 0."""
    call, _, made = painter()
    X = made[3][1]
    if isinstance(X, Exception):
        raise X
    holds(float(X.abs().max()) <= 1 and float(X.min()) < 0 < float(X.max()), call, f"Pixels from {X.min():.3g} to {X.max():.3g} came.")
