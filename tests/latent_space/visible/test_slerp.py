"""Visible checks of slerp."""

import pytest
import torch

from pixelgrad.testing import close, finite, noise, shape, tensor


@pytest.mark.hint("(T, N, d): one angle for each pair, with keepdim=True in sums and norms.")
def test_shape(student, seed):
    """Two pairs of five numbers at three times give 3 x 2 x 5 values."""
    call = student.call("slerp", noise(seed, 2, 5), noise(seed + 1, 2, 5), torch.linspace(0, 1, 3))
    shape(call.value, (3, 2, 5), call)


@pytest.mark.hint("sin((1 - t) Omega) / sin(Omega) u0 + sin(t Omega) / sin(Omega) u1, times the length.")
def test_quarter_circle(student):
    """Half-way from (3, 0) to (0, 3) is 3 (cos 45, sin 45)."""
    call = student.call("slerp", torch.tensor([[3.0, 0.0]]), torch.tensor([[0.0, 3.0]]), torch.tensor([0.5]))
    close(call.value, torch.full((1, 1, 2), 3 * 0.5**0.5), call)


@pytest.mark.hint("The length goes from |z0| to |z1| in equal steps.")
def test_length(student):
    """From length 1 to length 2, half-way has length 1.5."""
    call = student.call("slerp", torch.tensor([[1.0, 0.0]]), torch.tensor([[0.0, 2.0]]), torch.tensor([0.5]))
    close(tensor(call.value, call).norm(dim=2), torch.tensor([[1.5]]), call, what="length")


@pytest.mark.hint("Clamp the cosine to [-1, 1], and take the line where the sine of the angle is nearly 0.")
def test_same_vector_twice(student, seed):
    """From a vector to itself the way stays there, without nan."""
    z = noise(seed, 3, 6)
    call = student.call("slerp", z, z, torch.tensor([0.0, 0.3, 1.0]))
    finite(call.value, call)
    close(call.value, z.expand(3, 3, 6), call, rtol=1e-4, atol=1e-4)
