"""Hidden tests of sample_noise: the uniform distribution on [-1, 1], by its moments and its distribution function.

With 20,000 values a mean or a second moment beyond its tolerance is a matter of more than eight standard deviations, so
luck plays no part. Accepted: any generator, seeded or global; float32 or float64.
"""

import pytest
import torch

from pixelgrad.testing import close, holds, shape, tensor, within

MANY = 100, 200


def drawn(student, n=MANY[0], dim=MANY[1], **options):
    """Call the function; return the call and its values."""
    call = student.call("sample_noise", n, dim, **options)
    shape(call.value, (n, dim), call)
    return call, tensor(call.value, call)


@pytest.mark.hint("One row for each image of the batch: torch.rand(batch_size, dim).")
def test_shape(student, seed):
    """There is one row of `dim` numbers for each image of the batch."""
    for n, dim in ((1, 2 + seed % 5), (3, 1), (2, 7)):
        call, _ = drawn(student, n, dim)
        holds(isinstance(call.value, torch.Tensor) and call.value.is_floating_point(), call, "It is no tensor of floats.")


@pytest.mark.points(2)
@pytest.mark.hint("Stretch torch.rand to the whole of [-1, 1]: times 2, minus 1. torch.randn is another distribution.")
def test_within_bounds(student, seed):
    """Every value lies between -1 and 1, and values come near both ends."""
    call, Z = drawn(student, seed=seed % 1000)
    within(Z, -1, 1, call)
    holds(float(Z.min()) < -0.99 and float(Z.max()) > 0.99, call, f"The values lie between {Z.min():.3g} and {Z.max():.3g} only.")


@pytest.mark.points(2)
@pytest.mark.hint("All values between -1 and 1 are equally likely: torch.rand times 2, minus 1.")
def test_uniform(student, seed):
    """The share of values below u is (u + 1) / 2 for every u."""
    call, Z = drawn(student, seed=seed % 1000)
    sorted_values = Z.flatten().sort().values
    expected = torch.linspace(0, 1, len(sorted_values), dtype=torch.float64)
    gap = float(((sorted_values + 1) / 2 - expected).abs().max())
    holds(gap < 0.025, call, f"The distribution is off by up to {gap:.3g}.")


@pytest.mark.hint("Draw batch_size * dim numbers: no number may serve a whole row or column.")
def test_values_are_independent(student, seed):
    """Rows differ from one another, and so do columns."""
    call, Z = drawn(student, seed=seed % 1000)
    for kind, rows in (("rows", Z), ("columns", Z.T)):
        likeness = torch.corrcoef(rows)
        likeness.fill_diagonal_(0)
        largest = float(likeness.nan_to_num(nan=1.0).abs().max())
        holds(largest < 0.8, call, f"Two {kind} are nearly the same.")


@pytest.mark.hint("With a seed, seed the generator before you draw: torch.manual_seed(seed).")
def test_same_seed_same_noise(student, seed):
    """The same seed gives the same noise again, whatever was drawn before."""
    call = student.call("sample_noise", 3, 5, seed=1 + seed % 1000, times=2)
    close(call.values[1], call.values[0], call, what="second noise")


@pytest.mark.hint("Use the value of `seed`, not a number of your own; 0 is a seed, too.")
def test_other_seed_other_noise(student, seed):
    """Each seed gives noise of its own, and 0 is a seed like others."""
    first, second, zero = (drawn(student, 3, 5, seed=s)[1] for s in (1 + seed % 1000, 2 + seed % 1000, 0))
    call = student.call("sample_noise", 3, 5, seed=0, times=2)
    close(call.values[1], call.values[0], call, what="second noise of seed 0")
    holds(float((first - second).abs().max()) > 0.01, call, "Two seeds give the same noise.")
    holds(float((first - zero).abs().max()) > 0.01, call, "Seed 0 gives the noise of another seed.")


@pytest.mark.hint("Without a seed leave the generator alone: every call goes on where the last one stopped.")
def test_without_a_seed_noise_is_new(student):
    """Without a seed a second call gives other noise."""
    call = student.call("sample_noise", 3, 5, times=2)
    first, second = (tensor(value, call) for value in call.values)
    shape(second, (3, 5), call)
    holds(float((first - second).abs().max()) > 0.01, call, "Both calls gave the same noise.")
