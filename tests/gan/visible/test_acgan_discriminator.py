"""Visible checks of ACGANDiscriminator."""

import pytest
import torch

from pixelgrad import dissect
from pixelgrad.testing import holds, shape


@pytest.mark.hint("Eight convolutions with LayerNorm over [width, side, side] each, and two linear heads.")
def test_number_of_parameters(student):
    """It has 3137971 parameters, and 11564 with width 3."""
    for options, wanted in (({}, 3_137_971), ({"width": 3}, 11_564)):
        call = student.call("ACGANDiscriminator", **options)
        count = dissect.parameters(dissect.layers(call.value, call))
        holds(count == wanted, call, f"It has {count} parameters.")


@pytest.mark.hint("return self.score(features), self.classes(features), and a method features(X).")
def test_outputs(student):
    """Two images give scores (2, 1), class scores (2, 10) and features (2, 3)."""
    call, X = student.call("ACGANDiscriminator", width=3), torch.rand(2, 3, 32, 32) * 2 - 1
    found = dissect.answer(call.value, X, call)
    holds(isinstance(found, tuple | list) and len(found) == 2, call, "It does not return a pair.")
    shape(found[0], (2, 1), call, "score")
    shape(found[1], (2, 10), call, "class scores")
    shape(dissect.answer(call.value, X, call, "features"), (2, 3), call, "features")
