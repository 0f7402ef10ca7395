"""Hidden tests of make_fooling_image: steps worked out by hand, and the whole walk over hills, whose slope is known.

Accepted: a learning rate of 1 (CS231n) or 10 (CS7643), one step beyond the first fooled image, either name of the
function. Tolerance: 1e-5 of the largest pixel; 40 steps in float32 lose about 1e-6. Not covered: batches of images.
"""

import pytest
import torch

from pixelgrad.nets import hill_net, linear_net
from pixelgrad.testing import close, close_to_any, finite, holds, noise, shape, tensor, unchanged

NAMES = ["make_fooling_image", "make_fool_image"]
RATES = (1, 10)
pytestmark = pytest.mark.limit(5)


def walk(X, target, net, rate):
    """The images on the way up the target's hill, from X to the first fooled one and one step further."""
    steep, tops, path, fooled = net.steepness.data, net.tops.data, [X], False
    while not fooled:
        away = path[-1].flatten(1) - tops  # (classes, pixels)
        fooled = int((steep * away**2).sum(dim=1).argmin()) == target  # the scores are minus these heights
        g = (-2 * steep[target] * away[target]).view(X.shape)
        path.append(path[-1] + rate * g / g.norm())
    return path


def ends(X, target, net):
    """Right answers: the first fooled image of either rate, or the one after it."""
    return [image for rate in RATES for image in walk(X, target, net, rate)[-2:]]


def case(seed, distance=5):
    """A standard normal image of class 0, a class about `distance` away (as many steps of 1), and the network."""
    return noise(seed, 1, 3, 6, 5), 1 + seed % 2, hill_net(walk=float(distance), seed=seed + 1)


@pytest.mark.points(2)
@pytest.mark.hint("Repeat the step until scores.argmax() is target_y; move uphill, along plus the gradient.")
def test_network_is_fooled(student, seed):
    """The result has the shape of X and the network takes it for the target class."""
    X, target, net = case(seed, 15)
    net.steepness.data *= 8  # the walk stays the same; the gradient of a softmax vanishes
    call = student.call(NAMES, X, target, net)
    shape(call.value, (1, 3, 6, 5), call)
    finite(call.value, call)
    predicted = int(net(tensor(call.value, call).float()).argmax())
    holds(predicted == target, call, f"The network sees class {predicted} in it; expected class {target}.")


@pytest.mark.points(2)
@pytest.mark.hint("Ascend the raw score of the target, not a loss, with a step of learning_rate * g / norm2(g).")
def test_step_is_normalised(student, seed):
    """On a linear network one step adds the target's weights, scaled to the length of the learning rate."""
    net = linear_net(3, 4, 5, classes=2, seed=seed)
    other, w = net[1].weight.view(2, 1, 3, 4, 5)
    X = 0.1 * (other - w)  # class 0 leads, by so little that one step of length 1 is enough
    call = student.call(NAMES, X, 1, net)
    close_to_any(call.value, [X + steps * rate * w / w.norm() for rate in RATES for steps in (1, 2)], call)


@pytest.mark.points(3)
@pytest.mark.hint("Take the gradient anew at every step; an old gradient left in X.grad adds to the next one.")
def test_gradient_is_zeroed_between_steps(student, seed):
    """On a network that bends, the whole walk is right: each step follows the gradient where it stands."""
    X, target, net = case(seed, 15)  # two steps of 10
    call = student.call(NAMES, X, target, net)
    close_to_any(call.value, ends(X, target, net), call)


@pytest.mark.points(2)
@pytest.mark.hint("Stop as soon as the target's score is the largest; compare argmax() with target_y.")
def test_walk_stops_when_fooled(student, seed):
    """The walk ends with the first fooled image, or one step later, and does not go on to 100 steps."""
    net, ahead = linear_net(3, 2, 2, classes=2), 5.5 + seed % 4
    net[1].weight.data.copy_(torch.eye(2, 12))
    X = ahead * torch.eye(1, 12).view(1, 3, 2, 2)  # class 0 leads by `ahead`; a step moves the second pixel alone
    lengths = [rate * (ahead // rate + more) for rate in RATES for more in (1, 2)]
    call = student.call(NAMES, X, 1, net)
    close_to_any(call.value, [X + length * torch.eye(2, 12)[1].view(1, 3, 2, 2) for length in lengths], call)


@pytest.mark.hint("Look at the scores before each step, the first one too, and stop when the target leads.")
def test_fooled_image_comes_back_unchanged(student, seed):
    """An image that already belongs to the target class comes back as it is."""
    X, _, net = case(seed)
    call = student.call(NAMES, X, 0, net)
    close(call.value, X, call, rtol=0, atol=1e-7)


@pytest.mark.hint("Compare argmax() with target_y by ==: the number of a class says nothing about its score.")
def test_target_may_have_a_smaller_number(student, seed):
    """A target whose number is below that of the leading class is reached alike."""
    net = linear_net(3, 4, 5, classes=3, seed=seed)
    w, _, other = net[1].weight.view(3, 1, 3, 4, 5)
    X = 0.1 * (other - w)  # class 2 leads; one step is enough
    call = student.call(NAMES, X, 0, net)
    close_to_any(call.value, [X + steps * rate * w / w.norm() for rate in RATES for steps in (1, 2)], call)


@pytest.mark.points(2)
@pytest.mark.hint("Count the steps: give up after 100 of them.")
def test_hopeless_target_is_given_up(student, seed):
    """A target that can never win is given up after 100 steps, one more or less."""
    net = linear_net(3, 4, 5, classes=2, seed=seed)
    net[1].weight.data[0] = 2 * net[1].weight[1]  # what raises class 1 raises class 0 twice as fast
    X = net[1].weight[1].view(1, 3, 4, 5).clone()
    call = student.call(NAMES, X, 1, net)
    shape(call.value, (1, 3, 4, 5), call)
    length = float((tensor(call.value, call) - X).norm())  # the way is straight
    about_100 = any(98.5 < length / rate < 101.5 for rate in RATES)
    holds(about_100, call, f"The result lies {length:.4g} away from X; expected 100 steps of 1 (or of 10).")


@pytest.mark.points(2)
@pytest.mark.hint("X.clone() protects the caller's image; X_fooling = X, or changing X.data, does not.")
def test_image_of_the_caller_is_kept(student, seed):
    """The caller's image and the network stay as they were, and the network in eval mode."""
    unchanged(student.call(NAMES, *case(seed)))


@pytest.mark.hint("Keep nothing between two calls: every call starts from the X it is given.")
def test_second_call_gives_the_same(student, seed):
    """A second call with the same tensors gives the same image."""
    X, target, net = case(seed)
    call = student.call(NAMES, X, target, net, times=2)
    right = ends(X, target, net)
    for value in call.values:
        close_to_any(value, right, call)


@pytest.mark.hint("Use reshape and clone(), not view, on tensors you did not make.")
def test_slices_of_larger_images(student, seed):
    """An image that is not contiguous in memory, as a permuted crop, is fooled alike."""
    _, target, net = case(seed)
    X = noise(seed, 1, 12, 9, 3).permute(0, 3, 1, 2)[:, :, ::2, 1:6]  # (1, 3, 6, 5), strides of the large image
    call = student.call(NAMES, X, target, net)
    close_to_any(call.value, ends(X, target, net), call)


@pytest.mark.hint("Do not convert to float32 on the way.")
def test_double_precision_is_kept(student, seed):
    """A float64 image is fooled by a float64 network alike."""
    net = linear_net(3, 4, 5, classes=2, seed=seed, dtype="float64")
    other, w = net[1].weight.view(2, 1, 3, 4, 5)
    X = 0.1 * (other - w)
    call = student.call(NAMES, X, 1, net)
    close_to_any(call.value, [X + steps * rate * w / w.norm() for rate in RATES for steps in (1, 2)], call, rtol=1e-6)
