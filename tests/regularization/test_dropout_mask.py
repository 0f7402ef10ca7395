"""Hidden tests of dropout_mask: which values there are, how often, and who draws them.

Shares are compared over 40,000 draws; the limits are 6 standard deviations, so chance fails one seed in 10^8.
"""

import numpy as np
import pytest

from pixelgrad.mlp_probes import dice
from pixelgrad.testing import close, holds, shape, tensor

SIZE = (200, 200)


def run(student, size, rate, seed, **options):
    call = student.call("dropout_mask", size, rate, dice(seed % 10**6), **options)
    for value in call.values:
        shape(value, size, call, "mask")
    return call, tensor(call.value, call, "mask")


def share(call, found, expected, what):
    """Assert that a share of all draws is the expected one."""
    limit = 6 * (expected * (1 - expected) / found.numel()) ** 0.5
    holds(abs(float(found.double().mean()) - expected) < limit, call, f"{float(found.double().mean()):.3f} of the factors {what}.")


@pytest.mark.points(2)
@pytest.mark.hint("Those that stay are divided by 1 - rate, the probability to stay.")
def test_two_values(student, seed):
    """Every factor is 0 or 1 / (1 - rate), and both occur."""
    for rate in (0.2, 0.5, 0.8):
        call, mask = run(student, SIZE, rate, seed)
        kept = mask[mask != 0]
        holds(0 < len(kept) < mask.numel(), call, "All factors are 0, or none is.")
        close(kept, np.full(len(kept), 1 / (1 - rate)), call, rtol=1e-6, what="factor that is not 0")


@pytest.mark.points(2)
@pytest.mark.hint("rate is the probability to drop: rng.random(shape) >= rate is what stays.")
def test_share_that_is_dropped(student, seed):
    """A share `rate` of the factors is 0, so that their mean is 1."""
    for rate in (0.1, 0.3, 0.75):
        call, mask = run(student, SIZE, rate, seed)
        share(call, mask == 0, rate, f"are 0 for a rate of {rate:g}")


@pytest.mark.hint("Draw shape numbers, one for each factor: not a row that is repeated, nor a fixed number of zeros.")
def test_factors_are_independent(student, seed):
    """Neighbours in a row and in a column are dropped independently of each other, and rows drop different numbers."""
    call, mask = run(student, SIZE, 0.5, seed)
    gone = mask == 0
    share(call, gone[1:] & gone[:-1], 0.25, "are 0 together with the one below")
    share(call, gone[:, 1:] & gone[:, :-1], 0.25, "are 0 together with the one to the right")
    for counts in (gone.sum(dim=0), gone.sum(dim=1)):
        holds(float(counts.double().std()) > 3, call, "Every row or column has nearly the same number of zeros.")


@pytest.mark.hint("Without train all factors are 1: not 1 - rate, and nothing is dropped.")
def test_off_at_test_time(student, seed):
    """Without train every factor is exactly 1, whatever the rate."""
    for rate in (0.0, 0.3, 0.9):
        call, mask = run(student, (3, 5), rate, seed, train=False)
        close(mask, np.ones((3, 5)), call, rtol=0, atol=0, what="mask")


@pytest.mark.hint("With a rate of 0 nothing is dropped: compare with >= rate, as random() may be 0.")
def test_rate_zero_drops_nothing(student, seed):
    """A rate of 0 gives ones, in the shape that was asked for, also (1, 10) and (7,)."""
    for size in ((4, 6), (1, 10), (7,)):
        call, mask = run(student, size, 0.0, seed)
        close(mask, np.ones(size), call, rtol=0, atol=0, what="mask")


@pytest.mark.hint("Draw from rng, np.random.random and a new default_rng() are other dice.")
def test_drawn_from_the_generator_given(student, seed):
    """Two generators of one seed give one mask, two of different seeds give two."""
    _, mask = run(student, (20, 30), 0.5, seed)
    again, same = run(student, (20, 30), 0.5, seed)
    close(same, mask, again, rtol=0, atol=0, what="mask from the same seed")
    other, different = run(student, (20, 30), 0.5, seed + 1)
    holds(bool((mask != different).any()), other, "A generator with another seed gave the same mask.")


@pytest.mark.hint("Do not seed anything inside: a generator that goes on gives a new mask at every call.")
def test_every_call_draws_anew(student, seed):
    """Two calls with one generator, which goes on, give two masks."""
    call, mask = run(student, (20, 30), 0.5, seed, times=2)
    holds(bool((tensor(call.values[0], call) != mask).any()), call, "Both calls gave the same mask.")
