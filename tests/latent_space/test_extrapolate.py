"""Hidden tests of extrapolate: values by hand, both sides of the centre. Tolerance: 1e-5 of the largest value."""

import pytest
import torch

from pixelgrad.testing import close, noise, unchanged


def moved(z, centre, psi):
    """The definition, one point at a time."""
    return torch.stack([torch.stack([centre + p * (row - centre) for row in z]) for p in psi])


@pytest.mark.points(2)
@pytest.mark.hint("centre + psi (z - centre): subtract the centre, multiply, and add it again.")
def test_value_by_hand(student, seed):
    """Around (1, 1), the vector (3, 2) becomes (1, 1), (2, 1.5), (3, 2) and (7, 4) for psi = 0, 0.5, 1 and 3."""
    at = float(seed % 5)
    z, centre, psi = at + torch.tensor([[3.0, 2.0]]), at + torch.tensor([1.0, 1.0]), torch.tensor([0.0, 0.5, 1.0, 3.0])
    call = student.call("extrapolate", z, centre, psi)
    close(call.value, at + torch.tensor([[[1.0, 1.0]], [[2.0, 1.5]], [[3.0, 2.0]], [[7.0, 4.0]]]), call)


@pytest.mark.hint("Every vector and every psi has its own point: (T, N, d), also where N, T and d are equal or 1.")
def test_each_vector_each_psi(student, seed):
    """One, two and three vectors, with other numbers of psi, follow the formula."""
    for T, N, d in ((1, 1, 4), (5, 2, 3), (2, 3, 7), (3, 3, 3)):
        z, centre, psi = noise(seed, N, d), noise(seed + 1, d), 2 * noise(seed + 2, T)
        call = student.call("extrapolate", z, centre, psi)
        close(call.value, moved(z, centre, psi), call)


@pytest.mark.hint("Take psi as it is, above 1 and below 0 too: no clamp of psi or of the result.")
def test_far_beyond_and_behind(student, seed):
    """psi = 40 leads forty times as far, psi = -2 to the other side."""
    z, centre, psi = noise(seed, 2, 5), 3 + noise(seed + 1, 5), torch.tensor([40.0, -2.0, 1.5])
    call = student.call("extrapolate", z, centre, psi)
    close(call.value, moved(z, centre, psi), call)


@pytest.mark.hint("The centre is the one that is given: neither the origin nor the mean of z.")
def test_centre_is_the_one_given(student, seed):
    """A centre far from all vectors: psi = 0 gives it for each of them, psi = 1 gives the vectors."""
    z, centre = noise(seed, 3, 4), 10 + noise(seed + 1, 4)
    call = student.call("extrapolate", z, centre, torch.tensor([0.0, 1.0]))
    close(call.value, torch.stack([centre.expand(3, 4), z]), call)


@pytest.mark.hint("Keep the dtype, make new tensors, and use no view on tensors that you did not make.")
def test_double_precision_slices(student, seed):
    """Float64 vectors that are not contiguous in memory are moved in double precision and stay as they were."""
    z = noise(seed, 6, 3, dtype=torch.float64).T[:, ::2]  # (3, 3)
    centre, psi = noise(seed + 1, 6, dtype=torch.float64)[1::2], noise(seed + 2, 8, dtype=torch.float64)[::2]
    call = student.call("extrapolate", z, centre, psi, times=2)
    unchanged(call)
    for value in call.values:
        close(value, moved(z, centre, psi), call, rtol=1e-10, atol=1e-12 * float(moved(z, centre, psi).abs().max()))
