"""Visible checks of build_dc_classifier and build_dc_generator."""

import pytest
import torch

from pixelgrad import dissect
from pixelgrad.testing import holds, shape, within


@pytest.mark.hint("Convolutions 1 to 32 and 32 to 64 with kernels of 5, then linear layers 1024 to 1024 and 1024 to 1.")
def test_classifier(student):
    """The classifier has 1102721 parameters; built for 7 images it takes 4."""
    call = student.call("build_dc_classifier", 7)
    count = dissect.parameters(dissect.layers(call.value, call))
    holds(count == 1_102_721, call, f"It has {count} parameters.")
    shape(dissect.output(call.value, torch.rand(4, 784), call), (4, 1), call, "output")


@pytest.mark.hint("Linear to 1024 and 6272, transposed convolutions 128 to 64 and 64 to 1; normalise after ReLU, Tanh last.")
def test_generator(student):
    """For noise of 4 numbers the generator has 6580801 parameters and makes rows of 784 pixels between -1 and 1."""
    call = student.call("build_dc_generator", 4)
    count = dissect.parameters(dissect.layers(call.value, call))
    holds(count == 6_580_801, call, f"It has {count} parameters.")
    made = dissect.output(call.value, torch.rand(5, 4), call)
    shape(made, (5, 784), call, "output")
    within(made, -1, 1, call, "output")
