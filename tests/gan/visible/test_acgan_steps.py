"""Visible checks of step_alone and step_against."""

import pytest
import torch

from pixelgrad import acgan_duel
from pixelgrad.testing import finite, holds, shape

Y = torch.tensor([1, 5, 2])


def moved(student, name):
    """One step of a small game: the call, what has moved, the report."""
    game = acgan_duel.match(seed=4).requires_grad_().train()
    X = torch.linspace(-1, 1, 3 * acgan_duel.PIXELS).view(3, 3, acgan_duel.HEIGHT, acgan_duel.WIDTH)
    bind = {} if name == "step_alone" else {"class_noise": acgan_duel.noise(), "gradient_penalty": acgan_duel.penaliser()}
    call = student.call(name, game, X, Y, after=(0,), bind=bind)
    seen = call.after[0].report()
    return call, {key for key, value in game.named_parameters() if not torch.equal(value, seen["parameters"][key])}, seen


@pytest.mark.hint("Only the class scores count: loss = F.cross_entropy(gan.D(X)[1], y).")
def test_alone(student):
    """Alone, the trunk and the class head of D move; the head of the score and G do not."""
    call, found, _ = moved(student, "step_alone")
    finite(call.value, call, "loss")
    holds("D.inner.weight" in found and "D.classes.weight" in found, call, "D has not moved.")
    holds(not {name for name in found if name.startswith(("D.score", "G."))}, call, f"Moved: {', '.join(sorted(found))}.")


@pytest.mark.hint("fake = gan.G(class_noise(c)) under torch.no_grad(), c of as many classes as there are images.")
def test_against(student):
    """Against the generator, all of D moves and G does not; G makes as many images as there are real ones."""
    call, found, seen = moved(student, "step_against")
    finite(call.value, call, "loss")
    holds({"D.inner.weight", "D.classes.weight", "D.score.weight"} <= found, call, "A part of D has not moved.")
    holds(not {name for name in found if name.startswith("G.")}, call, "G has moved.")
    holds(len(seen["G"]) == 1, call, f"G was asked {len(seen['G'])} times.")
    shape(seen["G"][0], (3, acgan_duel.NOISE), call, "noise")
