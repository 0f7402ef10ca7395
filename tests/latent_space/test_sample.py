"""Hidden tests of sample: 40,000 numbers against the distribution that they are to have.

Tolerance: the largest distance of the two distribution functions (Kolmogorov and Smirnov) is at most 3.5 / sqrt(numbers), which
a right solution exceeds once in 10^10 times. Accepted: whole vectors drawn again, a quantile function, any source of the dice.
"""

import pytest
import torch
from scipy import stats

from pixelgrad.testing import close, finite, holds, shape, tensor

N, DIM = 400, 100


def drawn(student, *args, **options):
    call = student.call("sample", *args, **options)
    shape(call.value, args[:2], call)
    finite(call.value, call)
    return call, tensor(call.value, call)


def distributed(values, law, call, what):
    """Assert that values (any shape) are drawn from a distribution of scipy."""
    gap = stats.kstest(values.flatten().numpy(), law.cdf).statistic
    holds(gap < 3.5 / values.numel() ** 0.5, call, f"The distribution of {what} is off by {gap:.3f} at its worst place.")


@pytest.mark.points(2)
@pytest.mark.hint("torch.randn: normal numbers of mean 0 and deviation 1, neither scaled nor cut.")
def test_numbers_are_standard_normal(student, seed):
    """Without a limit the numbers have a standard normal distribution, with a seed and without one."""
    for chosen in (None, seed % 10_000):
        call, z = drawn(student, N, DIM, seed=chosen)
        distributed(z, stats.norm(), call, "the numbers")


@pytest.mark.hint("Draw a number for every place, torch.randn(n, dim): no row and no column is repeated or rescaled.")
def test_numbers_are_independent(student, seed):
    """Sums along rows and along columns vary as those of independent numbers do, and so do the lengths of rows."""
    call, z = drawn(student, 1000, 40, seed=seed % 10_000)
    distributed(z.sum(dim=1) / 40**0.5, stats.norm(), call, "sums along the rows")
    distributed(z.T[:, :900].reshape(-1, 30).sum(dim=1) / 30**0.5, stats.norm(), call, "sums along the columns")
    distributed(z.square().sum(dim=1), stats.chi2(40), call, "squared lengths of the vectors")


@pytest.mark.points(2)
@pytest.mark.hint("Draw numbers beyond the limit again, until none is left; do not move them, and do not shrink all of them.")
def test_limit_draws_again(student, seed):
    """Within a limit of 1.5, 0.7 or 0.1 the numbers have the normal distribution's own shape."""
    for limit in (1.5, 0.7, 0.1):
        call, z = drawn(student, N, DIM, limit, seed % 10_000)
        largest = float(z.abs().max())
        holds(largest <= limit * (1 + 1e-6), call, f"A number of size {largest:.4g} is beyond the limit of {limit}.")
        distributed(z, stats.truncnorm(-limit, limit), call, "the numbers")


@pytest.mark.hint("Make the generator anew from the seed in every call, torch.Generator().manual_seed(seed); 0 is a seed too.")
def test_seed_repeats_the_draw(student, seed):
    """The same seed gives the same vectors, with a limit and without; so does the seed 0."""
    for limit, chosen in ((None, seed % 10_000), (0.8, seed % 10_000), (None, 0), (0.8, 0)):
        call = student.call("sample", 5, 7, limit=limit, seed=chosen, times=2)
        close(call.values[1], tensor(call.values[0], call), call, rtol=0, atol=0, what="second draw")


@pytest.mark.hint("Use the seed that is given, and none of your own when it is None.")
def test_other_seeds_and_no_seed_differ(student, seed):
    """Two seeds give different vectors; without a seed every call draws new ones."""
    first, second = (drawn(student, 4, 6, seed=seed % 10_000 + k) for k in (0, 1))
    holds(not torch.equal(first[1], second[1]), second[0], "Two different seeds gave the same vectors.")
    for limit in (None, 1.0):
        call = student.call("sample", 4, 6, limit=limit, times=2)
        pair = [tensor(value, call) for value in call.values]
        holds(not torch.equal(*pair), call, "Two calls without a seed gave the same vectors.")


@pytest.mark.hint("Return a tensor (n, dim) of float32.")
def test_shape_and_type(student, seed):
    """One vector, vectors of one number, and long ones: (n, dim) float32 each time."""
    for n, dim in ((1, 9), (8, 1), (3, 512)):
        call, _ = drawn(student, n, dim, 0.5, seed % 10_000)
        kind = str(getattr(call.value, "dtype", type(call.value)))
        holds(kind == "torch.float32", call, f"The result is of {kind}; expected torch.float32.")
