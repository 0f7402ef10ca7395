"""Visible checks of discriminator_loss and generator_loss."""

import pytest
import torch

from pixelgrad.testing import close


@pytest.mark.hint("Half of the mean of (real - 1)^2, plus half of the mean of fake^2.")
def test_discriminator(student):
    """Real scores 0 and 2, fakes 1 and 1: 1/2 + 1/2."""
    call = student.call("discriminator_loss", torch.tensor([[0.0], [2.0]]), torch.tensor([[1.0], [1.0]]))
    close(call.value, torch.tensor(1.0), call)


@pytest.mark.hint("The mean of (fake - 1)^2.")
def test_generator(student):
    """Fakes scored 0 and 3 give (1 + 4) / 2."""
    call = student.call("generator_loss", torch.tensor([[0.0], [3.0]]))
    close(call.value, torch.tensor(2.5), call)


@pytest.mark.hint("Nothing detached: the generator learns through its loss.")
def test_gradient(student):
    """A fake that is scored 0 is pulled up."""
    call = student.call("generator_loss", torch.zeros(2, 1, 3, 3), wrt=(0,))
    close(call.grads[0], torch.full((2, 1, 3, 3), -2 / 18), call, what="gradient")
