"""Visible checks of gan_step and train_gan, on a small game that remembers what its players are shown."""

import pytest
import torch

from pixelgrad import duel
from pixelgrad.testing import holds, shape

REAL = torch.linspace(-1, 1, 30).view(5, duel.PIXELS)


def one_step(student):
    """One step of a small game: the call, the parameters before, the report after."""
    game = duel.game(seed=3).requires_grad_().train()
    call = student.call("gan_step", game, REAL, after=(0,), bind={"sample_noise": duel.noise()})
    return call, dict(game.named_parameters()), call.after[0].report()


@pytest.mark.hint("Each player: clear its gradients, backward() of its loss, step() of its solver.")
def test_both_learn(student):
    """A step moves the discriminator and the generator."""
    call, before, seen = one_step(student)
    for player, name in (("discriminator", "D.1.weight"), ("generator", "G.1.weight")):
        holds(not torch.equal(before[name], seen["parameters"][name]), call, f"The {player} has not moved.")


@pytest.mark.hint("sample_noise(len(real), gan.noise_dim), and D sees the real images and what G makes of the noise.")
def test_who_sees_what(student):
    """G gets noise for five images; D sees the five real images, and fakes with a gradient in G's step."""
    call, _, seen = one_step(student)
    for _, Z in seen["G"]:
        shape(Z, (5, duel.NOISE), call, what="noise")
    rows = torch.cat([X for _, X in seen["D"]])
    holds(all(bool((rows == image).all(dim=1).any()) for image in REAL), call, "D has not seen all real images.")
    holds(any(moving for moving, _ in seen["D"]), call, "No batch that D has seen leads back to G.")


@pytest.mark.hint("return d.item(), g.item()")
def test_losses_come_back(student):
    """Two losses come back."""
    call, _, _ = one_step(student)
    holds(len(call.value) == 2, call, "Expected two numbers.")


@pytest.mark.hint("for _ in gan.steps(steps): draw batch_size rows of X, gan_step, keep the losses.")
def test_training(student):
    """Six steps are six batches of three images and six pairs of losses."""
    game = duel.game(seed=3).requires_grad_().train()
    call = student.call("train_gan", game, REAL, batch_size=3, steps=6, bind={"gan_step": duel.stepper()}, after=("gan_step",))
    batches = call.after["gan_step"].seen()
    holds(len(batches) == 6, call, f"gan_step was called {len(batches)} times.")
    shape(batches[0], (3, duel.PIXELS), call, what="batch")
    shape(torch.as_tensor(call.value), (6, 2), call)
