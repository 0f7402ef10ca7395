"""Visible checks of maximise."""

import pytest
import torch

from pixelgrad.nets import conv_net
from pixelgrad.testing import holds, shape, tensor, within

X = torch.linspace(-0.5, 0.5, 60).view(1, 3, 4, 5).expand(3, -1, -1, -1)
WANTED = torch.tensor([2, 0, 1])


@pytest.mark.hint("X + rate * (g - decay * X * X.abs()), with the gradient g of outputs(X)[n, wanted[n]].")
def test_outputs_grow(student):
    """Each image raises the output that it shall raise."""
    net = conv_net(classes=3, seed=5)
    call = student.call("maximise", net, X, WANTED, 10, rate=0.5)
    shape(call.value, X.shape, call)
    before, after = (net(Z.float())[[0, 1, 2], WANTED] for Z in (X, tensor(call.value, call)))
    holds(bool((after > before).all()), call, f"The outputs went from {before.tolist()} to {after.tolist()}.")


@pytest.mark.hint(".clamp(-1, 1) in each step")
def test_pixels_stay(student):
    """After large steps all pixels are between -1 and 1."""
    call = student.call("maximise", conv_net(classes=3, seed=5), X, WANTED, 5, rate=50.0)
    within(call.value, -1, 1, call)
