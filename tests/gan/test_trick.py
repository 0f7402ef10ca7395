"""Hidden tests of trick: one step and several, clipping, and autograd in the test itself.

Images and critics are float64. A gradient below 1e-4 of the largest one, but not 0, may get either sign from rounding: such
pixels are not compared. Tolerance: 1e-6 of a pixel. Accepted: cross-entropy summed or averaged, any equal way to write a
step. Not covered: critics whose scores depend on other images of the batch.
"""

import pytest
import torch
from torch.nn.functional import cross_entropy

from pixelgrad import acgan_duel
from pixelgrad.testing import close, close_where_sure, holds, noise, shape, tensor, unchanged, within

STEP = 2 / 255


def picture(seed, n, height=4, width=5, reach=0.5, dtype=torch.float64):
    """Images whose values are drawn from -reach to reach."""
    return (reach * torch.tanh(noise(seed, n, 3, height, width, dtype=torch.float64))).to(dtype)


def critic(seed, linear=False, dtype="float64"):
    """A critic for images of 4 by 5."""
    return acgan_duel.critic(4, 5, linear, seed, dtype)


def slope(net, X, y):
    """The gradient of the cross-entropy of y."""
    X = X.detach().clone().requires_grad_()
    return torch.autograd.grad(cross_entropy(net(X)[1], y, reduction="sum"), X)[0]


def walk(net, X, y, gain, steps):
    """Where right steps go, and whether every sign on the way is sure."""
    sure = torch.ones_like(X, dtype=torch.bool)
    for _ in range(steps):
        g = slope(net, X, y)
        sure &= g.abs() > 1e-4 * g.abs().amax(dim=(1, 2, 3), keepdim=True)
        X = (X - gain / steps * STEP * g.sign()).clamp(-1, 1)
    return X, sure


@pytest.mark.points(2)
@pytest.mark.hint("Subtract gain * 2 / 255 times the sign of the gradient of F.cross_entropy(netD(X)[1], y_other).")
def test_one_step(student, seed):
    """One step goes against the sign of the cross-entropy's gradient towards the other class, by gain * 2/255."""
    X, net, y, gain = picture(seed, 3), critic(seed + 1), torch.tensor([4, 0, 9]), 2.5 + seed % 7
    g = slope(net, X, y)
    call = student.call("trick", net, X, y, gain)
    close_where_sure(call.value, X - gain * STEP * g.sign(), g, call, 1e-6)


@pytest.mark.hint("gain=10 and steps=1 are the defaults.")
def test_defaults(student, seed):
    """Without more words it is one step of ten times 2/255."""
    X, net, y = picture(seed, 2), critic(seed + 1), torch.tensor([1, 7])
    g = slope(net, X, y)
    call = student.call("trick", net, X, y)
    close_where_sure(call.value, X - 10 * STEP * g.sign(), g, call, 1e-6)


@pytest.mark.points(2)
@pytest.mark.hint("In each of `steps` steps: a new gradient at the new image, and gain / steps of the way.")
def test_several_steps(student, seed):
    """Several steps share the gain, each with a gradient of its own."""
    X, net, y = picture(seed, 3), critic(seed + 1), torch.tensor([2, 5, 8])
    for parameter in net.parameters():
        parameter.data.mul_(3)  # bent enough that signs turn on the way
    for steps in (2, 4):
        wanted, sure = walk(net, X, y, 160, steps)
        call = student.call("trick", net, X, y, gain=160, steps=steps)
        shape(call.value, X.shape, call)
        close(tensor(call.value, call)[sure], wanted[sure], call, 1e-6)


@pytest.mark.points(2)
@pytest.mark.hint("Clip after every step: .clamp(-1, 1).")
def test_pixels_stay_between_minus_one_and_one(student, seed):
    """Pixels near the ends are clipped to exactly -1 and 1; the others are not."""
    X, net, y = picture(seed, 2, reach=1.0), critic(seed + 1), torch.tensor([3, 6])
    g = slope(net, X, y)
    call = student.call("trick", net, X, y, 60)
    shape(call.value, X.shape, call)
    within(call.value, -1 - 1e-6, 1 + 1e-6, call)
    close_where_sure(call.value, (X - 60 * STEP * g.sign()).clamp(-1, 1), g, call, 1e-6)


@pytest.mark.hint("The classes are the second output, netD(X)[1]; the first is the score.")
def test_other_class_becomes_likelier(student, seed):
    """A small step lowers the loss of the other class, for every image, the least likely class too."""
    X, net = picture(seed, 3), critic(seed + 1)
    y = net(X)[1].argmin(dim=1)
    call = student.call("trick", net, X, y, 1)
    shape(call.value, X.shape, call)
    before, after = (cross_entropy(net(Z)[1], y, reduction="none") for Z in (X, tensor(call.value, call)))
    holds(bool((after < before).all()), call, f"The loss of {int((after >= before).sum())} of 3 classes did not fall.")


@pytest.mark.hint("The sign of 0 is 0: torch.sign(g) leaves pixels alone that do not matter; g > 0 does not tell 0 from a descent.")
def test_pixels_that_do_not_matter_stay(student, seed):
    """Pixels whose gradient is exactly 0 stay as they were; the others move."""
    X, net, y, gain = picture(seed, 2), critic(seed + 1), torch.tensor([5, 1]), 6
    net.inner.weight.data[:, 7::3] = 0
    g = slope(net, X, y)
    call = student.call("trick", net, X, y, gain)
    close_where_sure(call.value, X - gain * STEP * g.sign(), g, call, 1e-6)


@pytest.mark.hint("Use y_other[i] for image i; no sizes but those of X; reshape, not view.")
def test_images_one_by_one(student, seed):
    """Images that are not contiguous move in a batch as they do alone, for N = 1, 2, 3."""
    X = picture(seed, 3, 10, 8).transpose(2, 3)[:, :, ::2, :10:2]  # (3, 3, 4, 5)
    net, y = critic(seed + 1), torch.tensor([9, 1, 4])
    g = slope(net, X, y)
    for part in (slice(0, 3), slice(0, 2), slice(1, 2)):
        call = student.call("trick", net, X[part], y[part], 4)
        close_where_sure(call.value, X[part] - 4 * STEP * g[part].sign(), g[part], call, 1e-6)


@pytest.mark.hint("Work on X.detach(), and use torch.autograd.grad: netD may be in training.")
def test_nothing_is_left_behind(student, seed):
    """A second call gives the same images; X, the classes and a thawed critic with its gradients stay as they were."""
    X, net, y = picture(seed, 2, dtype=torch.float32), critic(seed + 1, dtype="float32").requires_grad_(), torch.tensor([0, 2])
    call = student.call("trick", net, X, y, steps=2, times=2)
    unchanged(call)
    holds(not [what for what in call.changed if "gradient of" in what], call, "Gradients were left in the critic.")
    close(call.values[1], tensor(call.values[0], call), call, what="second result")
