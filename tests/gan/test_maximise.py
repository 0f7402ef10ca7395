"""Hidden tests of maximise: the exact way on linear and on smooth networks, in double precision; clipping and the decay.

Tolerance: 1e-10 of the largest pixel in float64, where a few steps round by 1e-15; 1e-5 in float32. Accepted: steps for
all images at once or one by one, any equal way to write a step.
"""

import pytest
import torch

from pixelgrad.nets import conv_net, linear_net
from pixelgrad.testing import close, finite, holds, noise, shape, tensor, unchanged, within


def start(seed, n, height=4, width=5, reach=0.8, dtype=torch.float64):
    """Images from -reach to reach."""
    return (reach * torch.tanh(noise(seed, n, 3, height, width, dtype=torch.float64))).to(dtype)


def slope(net, X, wanted):
    """The gradient of each image's own output."""
    X = X.detach().clone().requires_grad_()
    return torch.autograd.grad(net(X)[range(len(X)), wanted].sum(), X)[0]


def climb(net, X, wanted, steps, rate=0.1, decay=0.001):
    """Where right steps go."""
    for _ in range(steps):
        g = slope(net, X, wanted)
        X = (X + rate * (g - decay * X * X.abs())).clamp(-1, 1)
    return X.detach()


def exact(call, wanted, what="result"):
    """Assert equality up to a few roundings of float64."""
    close(call.value, wanted, call, rtol=1e-10, atol=1e-10 * float(wanted.abs().max()), what=what)


@pytest.mark.points(2)
@pytest.mark.hint("Add rate times the gradient of outputs(X)[n, wanted[n]], the raw output, for image n.")
def test_one_step_by_hand(student, seed):
    """On a linear network without decay one step adds rate times the weights of the wanted output."""
    net, X, wanted = linear_net(3, 4, 5, 6, seed, "float64"), start(seed + 1, 3), torch.tensor([5, 0, 2])
    call = student.call("maximise", net, X, wanted, 1, rate=0.2, decay=0)
    exact(call, (X + 0.2 * net[1].weight[wanted].view_as(X)).clamp(-1, 1))


@pytest.mark.points(2)
@pytest.mark.hint("Take a new gradient at the new image in each step: five steps, five gradients.")
def test_the_way(student, seed):
    """On a network that bends, one, three and five steps go where right steps go."""
    net, X, wanted = conv_net(classes=6, seed=seed, dtype="float64"), start(seed + 1, 2, 5, 6), torch.tensor([1, 4])
    for steps in (1, 3, 5):
        call = student.call("maximise", net, X, wanted, steps, rate=2.0, decay=0.05)
        exact(call, climb(net, X, wanted, steps, 2.0, 0.05))


@pytest.mark.points(2)
@pytest.mark.hint("rate * (g - decay * X * X.abs()): the decay has the sign of the pixel, and the rate counts for it, too.")
def test_decay(student, seed):
    """Where the gradient is 0 a pixel x loses rate * decay * x * |x|, bright or dark."""
    net, X = linear_net(3, 4, 5, 4, seed, "float64"), start(seed + 1, 2)
    net[1].weight.data.zero_()
    call = student.call("maximise", net, X, torch.tensor([3, 1]), 1, rate=0.5, decay=0.8)
    exact(call, X - 0.5 * 0.8 * X * X.abs())


@pytest.mark.points(2)
@pytest.mark.hint("Clip after every step: .clamp(-1, 1).")
def test_pixels_stay_between_minus_one_and_one(student, seed):
    """Many large steps end between -1 and 1; a step back from the end starts at the end."""
    net, X, wanted = conv_net(classes=3, seed=seed, dtype="float64"), start(seed + 1, 2, 5, 6), torch.tensor([0, 2])
    rate = 3 / float(slope(net, X, wanted).abs().median())  # half of the pixels go beyond an end at once
    call = student.call("maximise", net, X, wanted, 6, rate=rate, decay=0.02)
    within(call.value, -1, 1, call)
    exact(call, climb(net, X, wanted, 6, rate, 0.02))


@pytest.mark.points(2)
@pytest.mark.hint("outputs(X)[torch.arange(N), wanted]: one number for each image, not a row of all wanted ones.")
def test_every_image_by_itself(student, seed):
    """Each image climbs its own output, whether alone or among others, for N = 1, 2, 3 and any order of outputs."""
    net, X, wanted = conv_net(classes=5, seed=seed, dtype="float64"), start(seed + 1, 3, 6, 4), torch.tensor([4, 4, 1])
    right = climb(net, X, wanted, 3, 3.0)
    for part in (slice(0, 3), slice(1, 3), slice(2, 3)):
        exact(student.call("maximise", net, X[part], wanted[part], 3, rate=3.0), right[part])


@pytest.mark.hint("steps=200, rate=0.1, decay=0.001 are the defaults.")
def test_defaults(student, seed):
    """Without more words there are 200 steps of rate 0.1 with a decay of 0.001."""
    net, X, wanted = linear_net(3, 2, 3, 4, seed, "float64"), start(seed + 1, 1, 2, 3), torch.tensor([1])
    net[1].weight.data.mul_(2e-3)
    exact(student.call("maximise", net, X, wanted), climb(net, X, wanted, 200))


@pytest.mark.hint("X.detach() makes the copy; the copies of a mean image may share memory, so write into none of them.")
def test_start_stays(student, seed):
    """One image, expanded to many, can be the start; it stays as it was, and a second call gives the same images."""
    net = conv_net(classes=4, seed=seed).requires_grad_()
    X = start(seed + 1, 1, dtype=torch.float32).expand(4, -1, -1, -1)
    call = student.call("maximise", net, X, torch.arange(4), 2, rate=1.0, times=2)
    unchanged(call)
    holds(not [what for what in call.changed if "gradient of" in what], call, "Gradients were left in the network.")
    shape(call.value, X.shape, call)
    finite(call.value, call)
    close(call.values[0], climb(net, X, torch.arange(4), 2, 1.0), call)
    close(call.values[1], tensor(call.values[0], call), call, what="second result")
