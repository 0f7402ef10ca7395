"""Visible checks of trick."""

import pytest
import torch

from pixelgrad import acgan_duel
from pixelgrad.testing import holds, shape, tensor, within

X = torch.linspace(-0.9, 0.9, 72).view(2, 3, 3, 4)
Y = torch.tensor([4, 7])


@pytest.mark.hint("(X - gain * 2 / 255 * g.sign()).clamp(-1, 1)")
def test_small_change(student):
    """With a gain of 5 no pixel moves by more than 10/255, and nearly all move so far."""
    call = student.call("trick", acgan_duel.critic(seed=1), X, Y, 5)
    shape(call.value, X.shape, call)
    change = (tensor(call.value, call) - X).abs()
    holds(float(change.max()) < 10.1 / 255, call, f"A pixel moved by {float(change.max()) * 255:.1f}/255.")
    holds(float(change.mean()) > 9 / 255, call, f"On average a pixel moved by {float(change.mean()) * 255:.1f}/255.")


@pytest.mark.hint("Downhill in the cross-entropy of y_other: X - ..., not X + ...; gain / steps in each step.")
def test_towards_the_other_class(student):
    """In three steps of together 60 the other class becomes more probable, and pixels stay between -1 and 1."""
    net = acgan_duel.critic(seed=1)
    call = student.call("trick", net, X, Y, gain=60, steps=3)
    within(call.value, -1, 1, call)
    before, after = (net(Z.float())[1].softmax(dim=1)[[0, 1], Y] for Z in (X, tensor(call.value, call)))
    holds(bool((after > before).all()), call, f"Probabilities went from {before.tolist()} to {after.tolist()}.")
