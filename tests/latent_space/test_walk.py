"""Hidden tests of walk: coordinates by hand, what is set and what is kept. Tolerance: 1e-5 of the largest value."""

import pytest
import torch

from pixelgrad.testing import close, noise, unchanged


def unit(seed, d, dtype=torch.float32):
    return torch.nn.functional.normalize(noise(seed, d, dtype=dtype), dim=0)


def walked(w, mean, v, deviation, steps):
    """The definition, one row and one step at a time."""
    return torch.stack([torch.stack([row + (s * deviation - (row - mean) @ v) * v for row in w]) for s in steps])


@pytest.mark.points(2)
@pytest.mark.hint("The coordinate is (w - mean) @ component; add what is missing to steps * deviation, times the component.")
def test_value_by_hand(student, seed):
    """Around (1, 1), along the first axis with a deviation of 2, (4, 7) goes to (-1, 7), (1, 7) and (2, 7)."""
    at = float(seed % 5)
    w, mean, v = at + torch.tensor([[4.0, 7.0]]), at + torch.tensor([1.0, 1.0]), torch.tensor([1.0, 0.0])
    call = student.call("walk", w, mean, v, 2.0, torch.tensor([-1.0, 0.0, 0.5]))
    close(call.value, at + torch.tensor([[[-1.0, 7.0]], [[1.0, 7.0]], [[2.0, 7.0]]]), call)


@pytest.mark.hint("Every row and every step has its own point: (T, N, d), also where N, T and d are equal or 1.")
def test_each_row_each_step(student, seed):
    """One, two and three rows, along components in any direction, follow the formula."""
    for T, N, d in ((1, 1, 4), (5, 2, 3), (2, 3, 7), (3, 3, 3)):
        w, mean, v, steps = noise(seed, N, d), noise(seed + 1, d), unit(seed + 2, d), 2 * noise(seed + 3, T)
        call = student.call("walk", w, mean, v, 1.7, steps)
        close(call.value, walked(w, mean, v, 1.7, steps), call)


@pytest.mark.hint("Set the coordinate, do not add to it: subtract the row's own coordinate first.")
def test_coordinate_is_set(student, seed):
    """After the step s, each row's coordinate along the component is s deviations from the mean, wherever it was."""
    w, mean, v, steps = 5 * noise(seed, 3, 6), 2 + noise(seed + 1, 6), unit(seed + 2, 6), torch.tensor([-3.0, 0.0, 1.5])
    call = student.call("walk", w, mean, v, 0.8, steps)
    close(call.value, walked(w, mean, v, 0.8, steps), call)
    close((call.value - mean) @ v, (0.8 * steps)[:, None].expand(3, 3), call, rtol=1e-4, atol=1e-4, what="coordinate")


@pytest.mark.hint("Add a multiple of the component to w itself: start neither from the mean nor from the component alone.")
def test_the_rest_is_kept(student, seed):
    """What is orthogonal to the component stays as it was, and so does a row that stands at its step already."""
    mean, v = 2 + noise(seed + 1, 6), unit(seed + 2, 6)
    w = mean + noise(seed, 2, 6)
    w = w - ((w - mean) @ v - 1.2 * 0.5)[:, None] * v  # coordinate 1.2 deviations of 0.5
    call = student.call("walk", w, mean, v, 0.5, torch.tensor([1.2, -2.0]))
    close(call.value[0], w, call, what="row at its own coordinate")
    close(call.value, walked(w, mean, v, 0.5, torch.tensor([1.2, -2.0])), call)


@pytest.mark.hint("Multiply the steps by the deviation; it is a number, or a tensor of one value such as deviations[0].")
def test_deviation_is_used(student, seed):
    """Deviations of 0.1 and of 20, as a number and as a tensor, scale the steps."""
    w, mean, v, steps = noise(seed, 2, 4), noise(seed + 1, 4), unit(seed + 2, 4), torch.tensor([1.0, -2.0])
    for deviation in (0.1, torch.tensor(20.0), torch.tensor([3.0])[0]):
        call = student.call("walk", w, mean, v, deviation, steps)
        close(call.value, walked(w, mean, v, float(deviation), steps), call)


@pytest.mark.hint("Keep the dtype, make new tensors, and use no view on tensors that you did not make.")
def test_double_precision_slices(student, seed):
    """Float64 rows that are not contiguous in memory are moved in double precision and stay as they were."""
    w, mean = noise(seed, 8, 3, dtype=torch.float64).T[:, ::2], noise(seed + 1, 8, dtype=torch.float64)[::2]
    v, steps = unit(seed + 2, 4, torch.float64), noise(seed + 3, 6, dtype=torch.float64)[::2]
    call = student.call("walk", w, mean, v, 1.3, steps, times=2)
    unchanged(call)
    right = walked(w, mean, v, 1.3, steps)
    for value in call.values:
        close(value, right, call, rtol=1e-10, atol=1e-12 * float(right.abs().max()))
