"""Hidden tests of step_alone and step_against: every weight after a step, worked out from what the players were shown.

The game is small, with plain gradient descent (`pixelgrad.acgan_duel`); gradient_penalty and class_noise are stand-ins.
From the noise that G was shown the test reads the classes and makes the same images, in float64. Tolerance: 1e-4 of a
layer's largest value. Accepted: real and made images in one batch or two, any way to keep the gradient from G.
"""

import copy

import pytest
import torch
from torch.nn.functional import cross_entropy

from pixelgrad import acgan_duel, duel
from pixelgrad.testing import close, holds, noise, shape

ALONE, AGAINST = "step_alone", "step_against"


def play(student, seed, name, N=3, times=1, y=None):
    """Make one step or more; return the call, the game as it was, images, classes and what was seen."""
    game = acgan_duel.match(seed=seed).requires_grad_().train()
    X = noise(seed + 2, N, 3, acgan_duel.HEIGHT, acgan_duel.WIDTH)
    y = (torch.arange(N) * 3 + seed) % 10 if y is None else y
    bind = {"class_noise": acgan_duel.noise(), "gradient_penalty": acgan_duel.penaliser()} if name == AGAINST else {}
    call = student.call(name, game, X, y, times=times, after=(0, *([] if name == ALONE else ["gradient_penalty"])), bind=bind)
    return call, game, X.double(), y, call.after[0].report()


def loss_of(game, X, y, Z=None):
    """The right loss: alone, or with what G makes of noise."""
    score, classes = game.D(X)
    if Z is None:
        return cross_entropy(classes, y)
    fake, c = game.G(Z).detach(), Z[:, :10].argmax(dim=1)
    score_fake, classes_fake = game.D(fake)
    read = cross_entropy(classes, y) + cross_entropy(classes_fake, c)
    return score_fake.mean() - score.mean() + acgan_duel.penalty(game.D, X, fake) + read


def follow(game, X, y, shown, times=1):
    """The float64 game after right steps, and the loss of the last one."""
    right = copy.deepcopy(game).double()
    for t in range(times):
        loss = loss_of(right, X, y, shown[t].double() if shown else None)
        learned = list(right.D.parameters())
        for parameter, grad in zip(learned, torch.autograd.grad(loss, learned, allow_unused=True), strict=True):
            parameter.data -= duel.D_LR * grad if grad is not None else 0
    return dict(right.D.named_parameters()), float(loss.detach())


def agrees(call, seen, right):
    """Assert that the weights of D are the right ones."""
    for name, value in right.items():
        close(seen["parameters"][f"D.{name}"], value, call, 1e-4, 1e-4 * float(value.detach().abs().max()), f"parameter {name} of D")


def noises(call, seen, N, times=1):
    """What G was shown: one batch of noise for each step."""
    holds(len(seen["G"]) == times, call, f"G made images {len(seen['G'])} times in {times} steps; expected once in each.")
    for Z in seen["G"]:
        shape(Z, (N, acgan_duel.NOISE), call, "noise for G")
    return seen["G"]


@pytest.mark.points(2)
@pytest.mark.hint("zero_grad(), the cross-entropy of the second output D(X)[1], backward(), D_solver.step().")
def test_alone_learns_the_classes(student, seed):
    """Alone, D goes along the gradient of the cross-entropy, for N = 1, 2, 3; its score does not matter."""
    for N in (1, 2, 3):
        call, game, X, y, seen = play(student, seed + N, ALONE, N)
        agrees(call, seen, follow(game, X, y, None)[0])


@pytest.mark.points(2)
@pytest.mark.hint("Clear D's gradients before backward(), in every step.")
def test_gradients_do_not_add_up(student, seed):
    """Three steps in a row go where three right steps go, alone and against."""
    for name in (ALONE, AGAINST):
        call, game, X, y, seen = play(student, seed, name, times=3)
        shown = noises(call, seen, 3, 3) if name == AGAINST else None
        agrees(call, seen, follow(game, X, y, shown, 3)[0])


@pytest.mark.points(3)
@pytest.mark.hint("mean score of made images - mean score of real ones + penalty + both cross-entropies.")
def test_against_learns_all_five_terms(student, seed):
    """Against the generator, D goes along the gradient of the whole loss, for N = 1, 2, 3."""
    for N in (1, 2, 3):
        call, game, X, y, seen = play(student, seed + N, AGAINST, N)
        agrees(call, seen, follow(game, X, y, noises(call, seen, N))[0])


@pytest.mark.points(2)
@pytest.mark.hint("Make images under torch.no_grad(), or detach them; only D_solver steps.")
def test_generator_stays(student, seed):
    """G's weights stay, and no gradient of D's loss reaches it."""
    call, game, _, _, seen = play(student, seed, AGAINST)
    noises(call, seen, 3)
    for name, value in game.named_parameters():
        if name.startswith("G."):
            holds(torch.equal(value, seen["parameters"][name]), call, f"The weight {name} of G has moved.")
            grad = seen["gradients"][name]
            same = grad is None or bool((grad == 0).all()) or torch.equal(grad, value.grad)
            holds(same, call, f"A gradient was added to {name} of G.")


@pytest.mark.hint("torch.randint(10, (N,)): any of the ten classes for each made image, 10 not included, and not those of the real ones.")
def test_classes_are_drawn(student, seed):
    """The classes of made images are drawn from all ten, whatever the real ones are."""
    call, _, _, _, seen = play(student, seed, AGAINST, 400, y=torch.full((400,), 3))
    classes = noises(call, seen, 400)[0][:, :10].argmax(dim=1)
    missing = set(range(10)) - set(classes.tolist())  # a right draw misses one once in 10^17 times
    holds(not missing, call, f"No image of 400 was made of class {', '.join(map(str, sorted(missing)))}.")


@pytest.mark.hint("gradient_penalty(gan.D, X, fake): the images themselves, made by G in this step.")
def test_penalty_is_asked_about_both(student, seed):
    """gradient_penalty gets the real images and those that G made."""
    call, game, X, _, seen = play(student, seed, AGAINST)
    pairs = call.after["gradient_penalty"].seen()
    holds(len(pairs) == 1, call, f"gradient_penalty was called {len(pairs)} times.")
    fake = copy.deepcopy(game).double().G(noises(call, seen, 3)[0].double())
    close(pairs[0][0], X, call, what="real images of the penalty")
    close(pairs[0][1], fake.detach(), call, what="made images of the penalty")


@pytest.mark.hint("return loss.item(), the loss that backward() was called on.")
def test_returns_the_loss(student, seed):
    """Each step returns its loss, from before D moved."""
    for name in (ALONE, AGAINST):
        call, game, X, y, seen = play(student, seed, name)
        _, loss = follow(game, X, y, noises(call, seen, 3) if name == AGAINST else None)
        close(call.value, torch.tensor(loss), call, 1e-4, 1e-4, "loss")


@pytest.mark.hint("Images and classes are only read.")
def test_batch_stays(student, seed):
    """The images and their classes stay as they were."""
    for name in (ALONE, AGAINST):
        call, *_ = play(student, seed, name)
        left = [what for what in call.changed if what.startswith(("argument 1", "argument 2")) and not what.endswith(": gradient")]
        holds(not left, call, f"Altered: {'; '.join(left)}.")
