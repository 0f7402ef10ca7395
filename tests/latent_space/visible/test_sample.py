"""Visible checks of sample."""

import pytest
import torch

from pixelgrad.testing import close, holds, shape, tensor


@pytest.mark.hint("torch.randn(n, dim).")
def test_mean_and_deviation(student):
    """10,000 numbers have a mean of about 0 and a deviation of about 1."""
    call = student.call("sample", 100, 100, seed=3)
    shape(call.value, (100, 100), call)
    z = tensor(call.value, call)
    holds(abs(float(z.mean())) < 0.06, call, f"The mean is {float(z.mean()):.2f}.")
    holds(abs(float(z.std()) - 1) < 0.05, call, f"The deviation is {float(z.std()):.2f}.")


@pytest.mark.hint("Draw again what is beyond the limit, until nothing is.")
def test_limit(student):
    """With a limit of 0.5 no number is beyond it, hardly any lies on it, and they fill the range."""
    call = student.call("sample", 50, 40, limit=0.5, seed=1)
    z = tensor(call.value, call).abs()
    holds(float(z.max()) <= 0.5, call, f"A number of size {float(z.max()):.3g} came back.")
    at_limit = float((z > 0.4999).double().mean())
    holds(at_limit < 0.01, call, f"{at_limit:.0%} of the numbers lie at the limit itself.")
    holds(float(z.max()) > 0.45, call, f"No number is larger than {float(z.max()):.3g}.")


@pytest.mark.hint("torch.Generator().manual_seed(seed), made in every call; None means no seed.")
def test_seed(student):
    """A seed repeats the draw, another one does not, and without one every call is new."""
    call = student.call("sample", 3, 4, seed=7, times=2)
    close(call.values[1], tensor(call.values[0], call), call, rtol=0, atol=0, what="second draw")
    free = student.call("sample", 3, 4, times=2)
    for other in (tensor(student.sample(3, 4, seed=8), call), *(tensor(value, free) for value in free.values)):
        holds(not torch.equal(other, tensor(call.value, call)), call, "Another draw gave the same vectors.")
