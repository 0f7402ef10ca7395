"""Hidden tests of gan_step and train_gan: every parameter after a step, worked out from what the players were shown.

The game is a small one with losses of its own and plain gradient descent (`pixelgrad.duel`). Its networks remember every
batch; from G's noise the test computes both steps in float64. While train_gan runs, gan_step is a stand-in that remembers
the batches; a solution that does without it is followed through D's memory. Tolerance: 1e-4 of a layer's largest value, as
up to three steps in float32 add up.

Accepted: the same noise for both steps or new noise for each, real and fake images in one batch or two, losses as numbers
or tensors, gradients cleared in any way, a fake that is not detached where that changes nothing.
"""

import copy

import pytest
import torch

from pixelgrad import duel
from pixelgrad.testing import Unusable, close, holds, noise, shape, tensor, unchanged

SETTINGS = {"batch_size": 4, "steps": 60}
TOLERANCE = 1e-4


def play(student, seed, N=3, times=1, dtype="float32", noise_dim=duel.NOISE):
    """Make one step or more; return the call, the game as it was, the real images and what was seen."""
    game = duel.game(noise_dim, seed=seed, dtype=dtype).requires_grad_().train()
    real = noise(seed + 1, N, duel.PIXELS, dtype=getattr(torch, dtype))
    call = student.call("gan_step", game, real, times=times, after=(0,), bind={"sample_noise": duel.noise()})
    return call, game, real, call.after[0].report()


def noises(seen, times, call):
    """The noise of D's and of G's step, for each step."""
    shown = [Z.double() for _, Z in seen["G"]]
    holds(len(shown) in (times, 2 * times), call, f"G was asked {len(shown)} times in {times} steps; expected once or twice in each.")
    each = len(shown) // times
    return [(shown[t * each], shown[t * each + each - 1]) for t in range(times)]


def step(game, real, first, second):
    """One right step of a float64 game, in place; returns both losses."""
    losses = []
    for player, rate, Z in ((game.D, duel.D_LR, first), (game.G, duel.G_LR, second)):
        fake = game.D(game.G(Z))
        loss = duel.discriminator_loss(game.D(real.double()), fake) if player is game.D else duel.generator_loss(fake)
        learned = list(player.parameters())
        for parameter, grad in zip(learned, torch.autograd.grad(loss, learned), strict=True):
            parameter.data -= rate * grad
        losses.append(float(loss.detach()))
    return losses


def follow(call, game, real, seen, times=1):
    """The game after right steps with the student's noise, and the losses of the last one."""
    right, losses = copy.deepcopy(game).double(), []
    for pair in noises(seen, times, call):
        losses = step(right, real, *pair)
    return dict(right.named_parameters()), losses


def agrees(call, seen, right, player):
    """Assert that the parameters of one player are the right ones."""
    for name, value in right.items():
        if name.startswith(player):
            close(seen["parameters"][name], value, call, TOLERANCE, TOLERANCE * float(value.detach().abs().max()), f"parameter {name}")


def pair(value, call):
    """Two losses, whatever holds them."""
    if not isinstance(value, torch.Tensor) and not (isinstance(value, tuple | list) and len(value) == 2):
        raise Unusable(f"Called {call.text}\nExpected two losses, of D and of G.")
    return [float(tensor(loss, call, "loss")) for loss in value]


@pytest.mark.points(3)
@pytest.mark.hint("Clear D's gradients, then backward of discriminator_loss(D(real), D(fake)), then D_solver.step().")
def test_discriminator_learns(student, seed):
    """D makes one step along the gradient of its own loss, and nothing else moves it."""
    call, game, real, seen = play(student, seed)
    agrees(call, seen, follow(call, game, real, seen)[0], "D.")


@pytest.mark.points(3)
@pytest.mark.hint("Clear G's gradients, then backward of generator_loss(D(G(noise))), with the D that has just learned.")
def test_generator_learns(student, seed):
    """G makes one step along the gradient of its own loss, through the D that has just learned."""
    call, game, real, seen = play(student, seed)
    agrees(call, seen, follow(call, game, real, seen)[0], "G.")


@pytest.mark.points(2)
@pytest.mark.hint("Clear the gradients of each player before its backward(): G's step leaves gradients in D, too.")
def test_gradients_do_not_add_up(student, seed):
    """Three steps in a row go where three right steps go."""
    call, game, real, seen = play(student, seed, times=3)
    agrees(call, seen, follow(call, game, real, seen, 3)[0], "")


@pytest.mark.points(2)
@pytest.mark.hint("As many fakes as real images: sample_noise(len(real), gan.noise_dim).")
def test_noise_has_the_right_size(student, seed):
    """G gets one row of noise_dim numbers for each real image, for any batch and any noise_dim."""
    for N, dim in ((1, 4), (2, 3), (5, 7)):
        call, _, _, seen = play(student, seed, N, noise_dim=dim)
        holds(seen["G"], call, "G was never asked.")
        for _, Z in seen["G"]:
            shape(Z, (N, dim), call, what="noise")


@pytest.mark.points(2)
@pytest.mark.hint("Each player needs backward() and step(); G's loss needs a way back to G: no detach() and no no_grad() in its step.")
def test_both_players_move(student, seed):
    """One step moves every layer of D and every layer of G, and D is shown images that lead back to G."""
    call, game, _, seen = play(student, seed)
    for name, value in game.named_parameters():
        holds(not torch.equal(value, seen["parameters"][name]), call, f"The parameter {name} has not moved.")
    holds(any(moving for moving, _ in seen["D"]), call, "No batch that D was shown leads back to G.")


@pytest.mark.hint("Return both losses, D's first: what discriminator_loss and generator_loss gave in this step.")
def test_returns_both_losses(student, seed):
    """The losses of this step come back, D's from before its step and G's from after it."""
    call, game, real, seen = play(student, seed)
    _, losses = follow(call, game, real, seen)
    close(torch.tensor(pair(call.value, call)), torch.tensor(losses), call, what="pair of losses")


@pytest.mark.hint("Write nothing to the real images; noise is added to a copy, if at all.")
def test_real_images_stay_as_they_were(student, seed):
    """The real images stay as they were."""
    call, _, _, _ = play(student, seed)
    holds("argument 1" not in call.changed, call, "The real images were altered.")


def train(student, seed, rows=12, times=1, **settings):
    """Train with a stand-in for gan_step; return the call, X and the batches, one for each step."""
    game, X = duel.game(seed=seed).requires_grad_().train(), noise(seed + 2, rows, duel.PIXELS)
    bind = {"gan_step": duel.stepper(), "sample_noise": duel.noise()}
    call = student.call("train_gan", game, X, bind=bind, after=(0, "gan_step"), times=times, **{**SETTINGS, **settings})
    batches = call.after["gan_step"].seen()
    if not batches:  # written out: D was shown what gan_step would have got
        shown = [batch for moving, batch in call.after[0].report()["D"] if not moving]
        batches = [found for batch in shown if len(found := batch[[bool((row == X).all(dim=1).any()) for row in batch]])]
    return call, X, batches


def places(X, batch, call):
    """The row of X that each image of a batch is."""
    same = (batch[:, None] == X).all(dim=2)  # (n, rows)
    holds(bool(same.any(dim=1).all()), call, "A batch holds an image that is none of X.")
    return same.int().argmax(dim=1)


@pytest.mark.points(2)
@pytest.mark.hint("for t in gan.steps(steps): one call of gan_step in each.")
def test_makes_all_steps(student, seed):
    """There are as many steps as asked for, each with a batch."""
    for steps in (1, 5 + seed % 4):
        call, _, batches = train(student, seed, steps=steps)
        holds(len(batches) == steps, call, f"{len(batches)} steps were made.")


@pytest.mark.points(2)
@pytest.mark.hint("X[torch.randint(len(X), (batch_size,))]: batch_size rows of X.")
def test_batches_are_rows_of_the_data(student, seed):
    """Every batch holds batch_size images of X, unchanged."""
    for size in (3, 5):
        call, X, batches = train(student, seed, batch_size=size, steps=4)
        for batch in batches:
            shape(batch, (size, duel.PIXELS), call, what="batch")
            places(X, batch, call)


@pytest.mark.points(2)
@pytest.mark.hint("Draw the rows anew in every step, from all of X.")
def test_batches_are_drawn(student, seed):
    """Every image of X has its turn, and batches are put together anew each time."""
    call, X, batches = train(student, seed)
    chosen = [tuple(sorted(places(X, batch, call).tolist())) for batch in batches]
    missed = set(range(len(X))) - {k for rows in chosen for k in rows}
    holds(not missed, call, f"{len(missed)} of {len(X)} images were never shown.")
    holds(len(set(chosen)) > 10, call, f"In {len(chosen)} steps there were only {len(set(chosen))} different batches.")


@pytest.mark.hint("Return the pairs that gan_step gave, in order, one row for each step: a tensor of shape (steps, 2).")
def test_returns_the_history(student, seed):
    """The losses of all steps come back in their order, (steps, 2)."""
    call, _, _ = train(student, seed, steps=7)
    found = torch.as_tensor(call.value, dtype=torch.float64) if isinstance(call.value, list | tuple) else tensor(call.value, call)
    shape(found, (7, 2), call)
    if len(call.after["gan_step"].seen()):
        close(found, torch.tensor([duel.losses_of(t) for t in range(7)]), call, what="history")


@pytest.mark.hint("X is only read: no shuffling in place.")
def test_data_stays_as_it_was(student, seed):
    """The images of X stay as they were, and in their order."""
    call, _, _ = train(student, seed, steps=3)
    unchanged(call, allow=[what for what in call.changed if not what.startswith("argument 1")])
