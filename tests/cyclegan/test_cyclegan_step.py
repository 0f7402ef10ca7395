"""Hidden tests of cyclegan_step: every parameter after a step, worked out in float64 on a small game with losses of its own.

While it runs, the four losses, the networks, the optimisers and the pools are known ones (`pixelgrad.exchange`). Tolerance:
1e-4 of a layer's largest value. Accepted: losses as numbers or tensors, discriminators frozen or not while the generators
learn, gradients cleared in any way, two backward() for one.
"""

import copy

import pytest
import torch

from pixelgrad import exchange
from pixelgrad.testing import Unusable, close, holds, noise, shape, tensor

TOLERANCE = 1e-4


def play(student, seed, n=2, m=2, times=1):
    """Make a step or more: the call, the game before it, both batches, and what was seen."""
    game = exchange.game(seed=seed).requires_grad_().train()
    A, B = noise(seed + 1, n, 3, 4, 6), 0.5 + noise(seed + 2, m, 3, 4, 6)
    call = student.call("cyclegan_step", game, A, B, times=times, after=(0,), bind=exchange.losses())
    return call, game, (A, B), call.after[0].report()


def gradients(loss, nets):
    """[(parameter, its gradient)]"""
    parameters = [parameter for net in nets for parameter in net.parameters()]
    return zip(parameters, torch.autograd.grad(loss, parameters), strict=True)


def step(game, A, B):
    """One right step of a float64 game, in place; returns both losses."""
    fake_B, fake_A = game.AB(A), game.BA(B)
    g = exchange.of_painter(game.D_B(fake_B)) + exchange.of_painter(game.D_A(fake_A))
    g = g + exchange.of_cycle(game.BA, fake_B, A) + exchange.of_cycle(game.AB, fake_A, B)
    g = g + exchange.of_identity(game.AB, B) + exchange.of_identity(game.BA, A)
    moves = list(gradients(g, (game.AB, game.BA)))
    d = exchange.of_critic(game.D_A(A), game.D_A(exchange.pooled(fake_A)))
    d = d + exchange.of_critic(game.D_B(B), game.D_B(exchange.pooled(fake_B)))
    moves = [(p, exchange.G_LR * grad) for p, grad in moves]
    moves += [(p, exchange.D_LR * grad) for p, grad in gradients(d, (game.D_A, game.D_B))]
    for parameter, move in moves:
        parameter.data -= move
    return [float(g.detach()), float(d.detach())]


def follow(game, images, times=1):
    """The game after right steps, and the losses of the last one."""
    right, losses = copy.deepcopy(game).double(), []
    for _ in range(times):
        losses = step(right, *(X.double() for X in images))
    return right, losses


def agrees(call, seen, right, *players):
    """Assert that the parameters of these players are the right ones."""
    for name, value in right.named_parameters():
        if name.split(".")[0] in players:
            close(seen["parameters"][name], value, call, TOLERANCE, TOLERANCE * float(value.detach().abs().max()), f"parameter {name}")


@pytest.mark.points(3)
@pytest.mark.hint("Sum six losses: two of the discriminators' opinion, two cycles, two identities, each with its own network and set.")
def test_generators_learn(student, seed):
    """Both generators make one step along the gradient of the sum of their six losses."""
    call, game, images, seen = play(student, seed)
    agrees(call, seen, follow(game, images)[0], "AB", "BA")


@pytest.mark.points(3)
@pytest.mark.hint("Each discriminator: the real images of its set, and what its pool returns for the fakes of that set.")
def test_discriminators_learn(student, seed):
    """Both discriminators make one step along the gradient of the sum of their losses, and nothing else moves them."""
    call, game, images, seen = play(student, seed)
    agrees(call, seen, follow(game, images)[0], "D_A", "D_B")


@pytest.mark.points(2)
@pytest.mark.hint("Clear the gradients of each optimiser before its backward(): the generators' loss leaves some in D_A and D_B.")
def test_gradients_do_not_add_up(student, seed):
    """Three steps in a row go where three right steps go."""
    call, game, images, seen = play(student, seed, times=3)
    agrees(call, seen, follow(game, images, 3)[0], "AB", "BA", "D_A", "D_B")


@pytest.mark.points(2)
@pytest.mark.hint("pool_A gets the fakes of A, BA(B); pool_B those of B, AB(A): once in a step, all of them.")
def test_pools_get_the_fakes(student, seed):
    """Each pool is asked once in a step, with the fakes made at its beginning."""
    call, game, (A, B), seen = play(student, seed, 3, 2)
    for name, fakes in (("pool_A", game.BA(B)), ("pool_B", game.AB(A))):
        holds(len(seen[name]) == 1, call, f"{name} was asked {len(seen[name])} times in a step.")
        close(seen[name][0], fakes, call, rtol=1e-4, atol=1e-4, what=f"batch that {name} was asked with")


@pytest.mark.hint("Batches of A and of B need not be of one size: make no tensor of a fixed number of images.")
def test_batches_of_other_sizes(student, seed):
    """One image of A with three of B, and the other way round."""
    for n, m in ((1, 3), (3, 1)):
        call, game, images, seen = play(student, seed, n, m)
        agrees(call, seen, follow(game, images)[0], "AB", "BA", "D_A", "D_B")


@pytest.mark.hint("Translate each batch once, AB(A) and BA(B), and use these fakes everywhere.")
def test_fakes_are_made_once(student, seed):
    """Each generator is asked three times: for its fakes, on the way back, and for the identity."""
    call, _, _, seen = play(student, seed)
    for name in ("AB", "BA"):
        holds(len(seen[name]) == 3, call, f"{name} was asked {len(seen[name])} times in a step; expected three.")


@pytest.mark.hint("Return the sum of the generators' losses, then that of the discriminators'.")
def test_returns_both_losses(student, seed):
    """The losses of this step come back, the generators' first."""
    call, game, images, _ = play(student, seed)
    if not isinstance(call.value, torch.Tensor) and not (isinstance(call.value, tuple | list) and len(call.value) == 2):
        raise Unusable(f"Called {call.text}\nExpected two losses.")
    found = torch.tensor([float(tensor(loss, call, "loss")) for loss in call.value])
    shape(found, (2,), call)
    close(found, torch.tensor(follow(game, images)[1]), call, rtol=1e-4, what="pair of losses")
    holds(not [what for what in call.changed if what.startswith(("argument 1", "argument 2"))], call, "The images were altered.")
