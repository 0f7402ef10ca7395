"""Visible checks of neuron_groups."""

import pytest
import torch

from pixelgrad.testing import holds, noise, shape, tensor, unchanged

NAME = "neuron_groups"


def found(student, A, groups):
    call = student.call(NAME, A, groups)
    holds(isinstance(call.value, list | tuple) and len(call.value) == 2, call, "Expected two tensors: (maps, directions).")
    return call, *call.value


@pytest.mark.hint("Return maps (N, groups, h, w) and directions (groups, K).")
def test_shapes(student, seed):
    """Two images of 3 x 5 positions and 6 channels in 4 groups give 2 x 4 x 3 x 5 and 4 x 6 values, none negative."""
    call, maps, directions = found(student, noise(seed, 2, 6, 3, 5), 4)
    shape(maps, (2, 4, 3, 5), call, "maps")
    shape(directions, (4, 6), call, "directions")
    lowest = min(float(tensor(part, call).min()) for part in (maps, directions))
    holds(lowest >= 0, call, f"A value of {lowest:.2g} came back.")


@pytest.mark.hint("Make positions the rows with permute(0, 2, 3, 1) before the reshape, and bring the axes back after it.")
def test_two_halves(student):
    """Channels 0 and 1 are active on the left, 2 on the right: two groups give the activations back."""
    A = torch.zeros(1, 3, 2, 6)
    A[0, 0, :, :3], A[0, 1, :, :3], A[0, 2, :, 3:] = 2.0, 1.0, 4.0
    call, maps, directions = found(student, A, 2)
    again = torch.einsum("nghw,gk->nkhw", tensor(maps, call), tensor(directions, call))
    gap = float((again - A).abs().max())
    holds(gap < 0.05, call, f"The product of maps and directions differs from the activations by up to {gap:.2g}.")


@pytest.mark.hint("Cut negative values off with clamp(min=0), in a new tensor.")
def test_activations_stay_as_they_were(student, seed):
    """The activations, negative ones too, stay as they were."""
    unchanged(student.call(NAME, noise(seed, 1, 5, 4, 3), 2))
