"""Hidden tests of lerp: values by hand, the ends, and what lies outside. Tolerance: 1e-5 of the largest value."""

import pytest
import torch

from pixelgrad.testing import close, noise, unchanged


def line(z0, z1, t):
    """The definition, one point at a time."""
    return torch.stack([torch.stack([(1 - s) * a + s * b for a, b in zip(z0, z1, strict=True)]) for s in t])


@pytest.mark.points(2)
@pytest.mark.hint("(1 - t) z0 + t z1, with the time as the first axis: t[:, None, None].")
def test_value_by_hand(student, seed):
    """From (0, 4) to (2, 0) a quarter of the way is (0.5, 3), and t = 0, 1 are the ends."""
    size = 1.0 + seed % 5
    z0, z1, t = torch.tensor([[0.0, 4.0]]), torch.tensor([[2.0, 0.0]]), torch.tensor([0.25, 0.0, 1.0])
    call = student.call("lerp", size * z0, size * z1, t)
    close(call.value, size * torch.tensor([[[0.5, 3.0]], [[0.0, 4.0]], [[2.0, 0.0]]]), call)


@pytest.mark.hint("Every pair has its own line, and every t its own point: (T, N, d), also where N, T and d are equal or 1.")
def test_each_pair_each_time(student, seed):
    """Batches of one, two and three pairs, with other numbers of times, follow the formula."""
    for T, N, d in ((1, 1, 4), (5, 2, 3), (2, 3, 7), (3, 3, 3)):
        z0, z1, t = noise(seed, N, d), noise(seed + 1, N, d), noise(seed + 2, T).sigmoid()
        call = student.call("lerp", z0, z1, t)
        close(call.value, line(z0, z1, t), call)


@pytest.mark.hint("Take t as it is: no clamp, no linspace of your own, no smoothing.")
def test_line_goes_on_outside(student, seed):
    """Values of t below 0 and above 1, in any order, continue the line."""
    z0, z1, t = noise(seed, 2, 5), noise(seed + 1, 2, 5), torch.tensor([2.5, -1.0, 0.3, 1.2])
    call = student.call("lerp", z0, z1, t)
    close(call.value, line(z0, z1, t), call)


@pytest.mark.hint("Keep the dtype of the ends, and use no view on tensors that you did not make.")
def test_double_precision_slices(student, seed):
    """Float64 ends that are not contiguous in memory are met in double precision."""
    z0, z1 = (noise(seed + k, 6, 3, dtype=torch.float64).T[:, ::2] for k in (0, 1))  # (3, 3)
    t = noise(seed + 2, 8, dtype=torch.float64)[::2]
    call = student.call("lerp", z0, z1, t)
    close(call.value, line(z0, z1, t), call, rtol=1e-10, atol=1e-12 * float(z0.abs().max() + z1.abs().max()))


@pytest.mark.hint("Change neither end in place, and do not detach: latent vectors are optimised through such lines.")
def test_gradient_and_arguments(student, seed):
    """The gradient reaches both ends, with weights 1 - t and t, and the arguments stay as they were in two calls."""
    z0, z1, t = noise(seed, 2, 3), noise(seed + 1, 2, 3), torch.tensor([0.1, 0.4, 0.9])
    call = student.call("lerp", z0, z1, t, wrt=(0, 1), times=2)
    unchanged(call)
    close(call.values[0], line(z0, z1, t), call)
    for number, weight in ((0, 1.6), (1, 1.4)):
        close(call.grads[number], torch.full((2, 3), weight), call, what=f"gradient with respect to argument {number}")
