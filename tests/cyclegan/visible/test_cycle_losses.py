"""Visible checks of cycle_loss and identity_loss."""

import pytest
import torch

from pixelgrad.exchange import painter_net
from pixelgrad.testing import close, noise


@pytest.mark.hint("weight * mean of |back(fake) - real|.")
def test_cycle(student, seed):
    """What comes back is compared with the real image, with a weight of 10."""
    back, fake, real = painter_net(seed), noise(seed, 2, 3, 4, 4), noise(seed + 1, 2, 3, 4, 4)
    call = student.call("cycle_loss", back, fake, real)
    close(call.value, 10 * torch.nn.functional.l1_loss(back(fake), real), call)


@pytest.mark.hint("weight * mean of |G(target) - target|.")
def test_identity(student, seed):
    """What is in the target set is compared with its translation, with a weight of 5."""
    G, target = painter_net(seed), noise(seed, 2, 3, 4, 4)
    call = student.call("identity_loss", G, target)
    close(call.value, 5 * torch.nn.functional.l1_loss(G(target), target), call)
