"""Visible checks of discriminator and generator."""

import pytest
import torch

from pixelgrad import dissect
from pixelgrad.testing import holds, shape, within


@pytest.mark.hint("Flatten, then linear layers 784 to 256, 256 to 256 and 256 to 1, all with biases.")
def test_discriminator(student):
    """The discriminator has 267009 parameters and gives one logit for each of four images."""
    call = student.call("discriminator")
    count = dissect.parameters(dissect.layers(call.value, call))
    holds(count == 267_009, call, f"It has {count} parameters.")
    shape(dissect.output(call.value, torch.rand(4, 784), call), (4, 1), call, "output")


@pytest.mark.hint("Linear layers noise_dim to 1024, 1024 to 1024 and 1024 to 784, all with biases.")
def test_generator(student):
    """For noise of 4 numbers the generator has 1858320 parameters and makes rows of 784 pixels."""
    call = student.call("generator", 4)
    count = dissect.parameters(dissect.layers(call.value, call))
    holds(count == 1_858_320, call, f"It has {count} parameters.")
    shape(dissect.output(call.value, torch.rand(5, 4), call), (5, 784), call, "output")


@pytest.mark.hint("Without activations all layers together are one linear map.")
def test_activations(student):
    """Neither network is linear: twice the input is not twice the output."""
    for name, args, size in (("discriminator", (), 784), ("generator", (4,), 4)):
        call = student.call(name, *args)
        zero, one, two = (dissect.output(call.value, k * torch.ones(1, size), call) for k in (0, 10, 20))
        holds(float((two - 2 * one + zero).abs().max()) > 1e-3, call, "It is linear: is there an activation between the layers?")


@pytest.mark.hint("Tanh comes last.")
def test_pixels(student):
    """Whatever the noise, pixels lie between -1 and 1."""
    call = student.call("generator", 4)
    within(dissect.output(call.value, 1000 * torch.rand(2, 4), call), -1, 1, call, "output")
