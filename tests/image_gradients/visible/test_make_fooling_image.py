"""Visible checks of make_fooling_image: linear networks, where every step can be worked out by hand."""

import pytest
import torch

from pixelgrad.nets import hill_net, linear_net
from pixelgrad.testing import close, close_to_any, finite, holds, noise, shape, tensor, unchanged

NAMES = ["make_fooling_image", "make_fool_image"]


def two_pixel_net():
    """A 3x1x2 image: class 0 scores 4 times the red of the first pixel, class 1 that of the second."""
    net = linear_net(3, 1, 2, classes=2)
    net[1].weight.data.copy_(4 * torch.eye(2, 6))
    return net


@pytest.mark.hint("Start from a copy of X and return the copy.")
def test_image_keeps_its_shape(student, seed):
    """The result has the shape of X."""
    call = student.call(NAMES, noise(seed, 1, 3, 6, 5), 1, hill_net())
    shape(call.value, (1, 3, 6, 5), call)


@pytest.mark.hint("Repeat the step until scores.argmax() is target_y; move uphill, along plus the gradient.")
def test_network_is_fooled(student, seed):
    """The network takes the result for the target class."""
    net = hill_net()
    call = student.call(NAMES, noise(seed, 1, 3, 6, 5), 2, net)
    shape(call.value, (1, 3, 6, 5), call)
    finite(call.value, call)
    predicted = int(net(tensor(call.value, call).float()).argmax())
    holds(predicted == 2, call, f"The network sees class {predicted} in it; expected class 2.")


@pytest.mark.hint("Divide the gradient of the raw score by its L2 norm and multiply by the learning rate.")
def test_step_has_the_length_of_the_learning_rate(student):
    """One step adds exactly the learning rate to the one pixel that matters."""
    X = torch.zeros(1, 3, 1, 2)
    X[0, 0, 0, 0] = 0.5
    steps = [X + rate * torch.eye(1, 6, dtype=X.dtype).roll(1).view(1, 3, 1, 2) for rate in (1, 10)]
    call = student.call(NAMES, X, 1, two_pixel_net())
    close_to_any(call.value, steps, call)


@pytest.mark.hint("Look at the scores before each step, the first one too, and stop when the target leads.")
def test_fooled_image_comes_back_unchanged(student, seed):
    """An image that already belongs to the target class comes back as it is."""
    X = noise(seed, 1, 3, 6, 5)
    call = student.call(NAMES, X, 0, hill_net())
    close(call.value, X, call)


@pytest.mark.limit(5)
@pytest.mark.hint("Count the steps: give up after 100 of them.")
def test_hopeless_target_is_given_up(student):
    """A target that can never win is given up after 100 steps."""
    net = two_pixel_net()
    net[1].weight.data[0, 1] = 8.0  # what raises class 1 raises class 0 twice as fast
    call = student.call(NAMES, torch.ones(1, 3, 1, 2), 1, net)
    shape(call.value, (1, 3, 1, 2), call)


@pytest.mark.hint("X.clone() protects the caller's image; X_fooling = X does not.")
def test_arguments_stay_as_they_were(student, seed):
    """The caller's image and the network stay as they were."""
    unchanged(student.call(NAMES, noise(seed, 1, 3, 6, 5), 1, hill_net()))
