"""Visible checks of ls_discriminator_loss and ls_generator_loss."""

import pytest
import torch

from pixelgrad.testing import close


@pytest.mark.hint("Half the mean of (score - 1) squared for real, half the mean of score squared for fake images.")
def test_discriminator(student):
    """Scores 2 and 4 for real, 1 and -1 for fake images give (1 + 9) / 4 + (1 + 1) / 4."""
    call = student.call("ls_discriminator_loss", torch.tensor([[2.0], [4.0]]), torch.tensor([[1.0], [-1.0]]))
    close(call.value, torch.tensor(3.0), call)


@pytest.mark.hint("Half the mean of (score - 1) squared.")
def test_generator(student):
    """Scores -1 and 0 for fakes give (4 + 1) / 4."""
    call = student.call("ls_generator_loss", torch.tensor([-1.0, 0.0]))
    close(call.value, torch.tensor(1.25), call)
