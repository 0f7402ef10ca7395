"""Visible checks of discriminator_loss and generator_loss."""

import pytest
import torch

from pixelgrad.testing import close, holds

REAL, FAKE = torch.tensor([[2.0], [-1.0]]), torch.tensor([[0.5], [-3.0]])


@pytest.mark.hint("Label 1 for real images, label 0 for fakes; add the two means.")
def test_discriminator_loss(student):
    """Logits 2 and -1 for real, 0.5 and -3 for fake images give a loss of 1.231427."""
    call = student.call("discriminator_loss", REAL, FAKE)
    close(call.value, torch.tensor(1.2314270), call)


@pytest.mark.hint("Label 1 for fakes: G wants them to be taken for real.")
def test_generator_loss(student):
    """Logits 0.5 and -3 for fakes give G a loss of 1.761332."""
    call = student.call("generator_loss", FAKE)
    close(call.value, torch.tensor(1.7613322), call)


@pytest.mark.hint("Give the labels the shape of the logits: torch.ones_like.")
def test_flat(student):
    """Logits in a row give the same losses as in a column."""
    call = student.call("discriminator_loss", REAL[:, 0], FAKE[:, 0])
    close(call.value, torch.tensor(1.2314270), call)


@pytest.mark.hint("Use F.binary_cross_entropy_with_logits, and return its tensor.")
def test_stable_and_differentiable(student):
    """Logits of -150 give a loss of 150 with a gradient of -1."""
    call = student.call("generator_loss", torch.tensor([[-150.0]]), wrt=(0,))
    close(call.value, torch.tensor(150.0), call)
    holds(call.grads[0] is not None, call, "The loss has no gradient.")
    close(call.grads[0], torch.tensor([[-1.0]]), call, what="gradient")
