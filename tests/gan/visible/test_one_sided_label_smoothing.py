"""Visible checks of one_sided_label_smoothing."""

import pytest
import torch

from pixelgrad.testing import close

REAL, FAKE = torch.tensor([[2.0], [-1.0]]), torch.tensor([[0.5], [-3.0]])


@pytest.mark.hint("With smooth=0 the labels are 1 and 0, as in discriminator_loss.")
def test_without_smoothing(student):
    """With smooth=0 nothing is smoothed: 1.231427."""
    call = student.call("one_sided_label_smoothing", REAL, FAKE, smooth=0.0)
    close(call.value, torch.tensor(1.2314270), call)


@pytest.mark.hint("The label 1 - smooth adds smooth times the mean real logit to the loss; fakes keep the label 0.")
def test_smooth(student):
    """With smooth=0.5 the loss grows by half the mean of the real logits."""
    call = student.call("one_sided_label_smoothing", REAL, FAKE, smooth=0.5)
    close(call.value, torch.tensor(1.2314270 + 0.25), call)
