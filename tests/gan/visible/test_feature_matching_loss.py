"""Visible checks of feature_matching_loss."""

import pytest
import torch

from pixelgrad.testing import close, holds


@pytest.mark.hint("The mean of each batch, their difference, the sum of its squares.")
def test_value(student):
    """Mean features (1, 0, 2) and (0, 2, 2) are 1 + 4 apart."""
    real = torch.tensor([[1.0, 1.0, 2.0], [1.0, -1.0, 2.0]])
    call = student.call("feature_matching_loss", real, torch.tensor([[0.0, 2.0, 0.0], [0.0, 2.0, 4.0]]))
    close(call.value, torch.tensor(5.0), call)


@pytest.mark.hint("Return a tensor with a way back to the fake features.")
def test_differentiable(student):
    """The loss has a gradient with respect to the fake features."""
    call = student.call("feature_matching_loss", torch.zeros(2, 3), torch.ones(2, 3), wrt=(1,))
    holds(call.grads[1] is not None, call, "It has none.")
    close(call.grads[1], torch.ones(2, 3), call, what="gradient")
