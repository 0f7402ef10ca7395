"""Hidden tests of gradient_penalty: where it looks, what it says, and that it can be differentiated again.

The critic is small and smooth and remembers what it is shown; a linear one has the same slope everywhere. Tolerance: 1e-5
of the largest value, 1e-4 for second derivatives. Accepted: alpha at the real or at the fake end, any shape of one number.
"""

import pytest
import torch

from pixelgrad import acgan_duel
from pixelgrad.testing import close, holds, noise, shape


def weights(net):
    """Of a linear critic: its slope, (1, pixels), in float64."""
    return net.score.weight.double() @ net.inner.weight.double()


def ask(student, seed, N=3, steep=0.0, name="gradient_penalty", dtype="float32"):
    """Call the function; return the call, real and fake images, the critic, and where it looked.

    steep: the length of the slope of a linear critic; 0 for one that bends.
    """
    net = acgan_duel.critic(3, 4, bool(steep), seed, dtype).requires_grad_()
    if steep:
        net.score.weight.data.mul_(steep / float(weights(net).norm().detach()))
    kind = getattr(torch, dtype)
    real, fake = noise(seed + 1, N, 3, 3, 4, dtype=kind), 1.5 * noise(seed + 2, N, 3, 3, 4, dtype=kind) + 3
    call = student.call(name, net, real, fake, after=(0,))
    shown = call.after[0].shown()
    holds(len(shown) == 1, call, f"The critic was asked {len(shown)} times; once is enough, between real and fake.")
    shape(shown[0], real.shape, call, what="batch that the critic was shown")
    return call, real, fake, net, shown[0]


def penalty(net, X):
    """10 times the mean of (slope - 1) squared, in float64, differentiable in the weights."""
    X = X.double().requires_grad_()
    (g,) = torch.autograd.grad(net.double()(X)[0].sum(), X, create_graph=True)
    return 10 * (g.flatten(1).norm(dim=1) - 1).square().mean()


def places(real, fake, X):
    """Where on the way from fake to real each image lies, and how far beside it."""
    way = (real - fake).double().flatten(1)
    alpha = ((X - fake).double().flatten(1) * way).sum(1) / (way * way).sum(1)
    return alpha, float(((X - fake).double().flatten(1) - alpha[:, None] * way).abs().max())


@pytest.mark.points(2)
@pytest.mark.hint("Length of each image's gradient over all its pixels, minus 1, squared; the mean over images, times 10.")
def test_linear_critic(student, seed):
    """For a critic that is linear with weights w, the penalty is 10 (|w| - 1)^2, for N = 1, 2, 3."""
    for N, steep in ((1, 0.4), (2, 1.7), (3, 2.5)):
        call, _, _, net, _ = ask(student, seed + N, N, steep)
        close(call.value, 10 * (weights(net).norm() - 1) ** 2, call, what="penalty")


@pytest.mark.points(2)
@pytest.mark.hint("The norm of each image's own gradient first, then the mean of the squares over the batch.")
def test_slope_of_every_image(student, seed):
    """Where the slope differs from image to image, the penalty is the mean of theirs, in both precisions."""
    for dtype, rtol in (("float32", 1e-5), ("float64", 1e-10)):
        call, _, _, net, X = ask(student, seed, 4, dtype=dtype)
        wanted = penalty(net, X)
        close(call.value, wanted, call, rtol, rtol * float(wanted), "penalty")


@pytest.mark.points(2)
@pytest.mark.hint("alpha * real + (1 - alpha) * fake, with alpha from torch.rand: between 0 and 1.")
def test_between_real_and_fake(student, seed):
    """Each image lies on the way from its fake to its real image, and neither always at one end nor in the middle."""
    call, real, fake, _, X = ask(student, seed, 40)
    alpha, beside = places(real, fake, X)
    holds(beside < 1e-4, call, f"An image lies {beside:.3g} beside the way.")
    holds(float(alpha.min()) > -1e-4 and float(alpha.max()) < 1 + 1e-4, call, "An image lies beyond an end of its way.")
    holds(float(alpha.min()) < 0.3 and float(alpha.max()) > 0.7, call, "Of 40 images none is near one of the ends.")


@pytest.mark.points(2)
@pytest.mark.hint("One alpha for each image: torch.rand(N, 1, 1, 1).")
def test_every_pair_has_its_own_place(student, seed):
    """In a batch no two images lie at the same place of their ways."""
    call, real, fake, _, X = ask(student, seed, 8)
    alpha = places(real, fake, X)[0].sort().values
    holds(float(alpha[-1] - alpha[0]) > 1e-3, call, "All images lie at the same place of their ways.")


@pytest.mark.points(2)
@pytest.mark.hint("create_graph=True, and no detach() or item() of the gradient: the weights learn from the penalty.")
def test_weights_learn(student, seed):
    """The gradient of the penalty for the weights is the right one."""
    call, _, _, net, X = ask(student, seed, name="pulls")
    wanted = torch.autograd.grad(penalty(net, X), list(net.parameters()), allow_unused=True)
    for found, grad in zip(call.value, wanted, strict=True):
        if grad is not None and float(grad.abs().max()) > 0:
            holds(found is not None, call, "A weight of the critic has no gradient.")
            close(found, grad, call, 1e-4, 1e-4 * float(grad.abs().max()), "gradient of a weight")


@pytest.mark.hint("Use torch.autograd.grad: backward() would leave gradients in the critic.")
def test_nothing_is_left_behind(student, seed):
    """Images, weights and the gradients of the weights stay as they were."""
    call, *_ = ask(student, seed)
    left = [what for what in call.changed if what != "argument 0: training mode"]
    holds(not left, call, f"Altered: {'; '.join(left[:3])}.")
