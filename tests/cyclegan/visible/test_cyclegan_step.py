"""Visible checks of cyclegan_step."""

import pytest
import torch

from pixelgrad import exchange
from pixelgrad.testing import holds, noise


def play(student, seed):
    game = exchange.game(seed=seed).requires_grad_().train()
    batches = noise(seed, 2, 3, 4, 4), noise(seed + 1, 2, 3, 4, 4)
    call = student.call("cyclegan_step", game, *batches, after=(0,), bind=exchange.losses())
    return call, game, call.after[0].report()


@pytest.mark.hint("zero_grad(), backward() and step() for G_solver, then for D_solver.")
def test_everybody_moves(student, seed):
    """One step moves every parameter of all four networks."""
    call, game, seen = play(student, seed)
    for name, value in game.named_parameters():
        holds(not torch.equal(value, seen["parameters"][name]), call, f"The parameter {name} has not moved.")


@pytest.mark.hint("game.pool_A.query(fake_A), and the same for B.")
def test_pools_are_asked(student, seed):
    """Each pool is asked once."""
    call, _, seen = play(student, seed)
    holds(len(seen["pool_A"]) == len(seen["pool_B"]) == 1, call, "A pool was not asked, or more than once.")


@pytest.mark.hint("return g, d")
def test_losses_come_back(student, seed):
    """Two losses come back."""
    call, _, _ = play(student, seed)
    holds(isinstance(call.value, tuple | list) and len(call.value) == 2, call, "Expected two losses.")
