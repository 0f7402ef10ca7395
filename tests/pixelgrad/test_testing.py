"""The assertions: what they accept, what they refuse, and what they tell the student."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from pixelgrad.testing import Unusable, close, close_to_any, finite, holds, noise, shape, unchanged, within

CALL = SimpleNamespace(text="f(1) -> float32 (2,)", changed=())
ONE_TWO = torch.tensor([1.0, 2.0])


@pytest.mark.parametrize(
    "actual",
    [
        ONE_TWO,
        ONE_TWO.double(),
        ONE_TWO.numpy(),
        ONE_TWO.clone().requires_grad_(),
        torch.tensor([1, 2]),
        torch.tensor([1.0, 0.0, 2.0])[::2],
        np.array([2.0, 1.0])[::-1],
        ONE_TWO + 5e-6,
    ],
)
def test_close_accepts(actual):
    close(actual, ONE_TWO, CALL)


@pytest.mark.parametrize(
    ("actual", "message"),
    [
        (None, r"The result is None; expected a tensor. Does the function end with a return\?"),
        ([1.0, 2.0], r"The result is \[1, 2\]; expected a tensor\."),
        (torch.ones(1, 2), r"The result has shape \(1, 2\); expected \(2,\)\."),
        (torch.ones(1), r"has shape \(1,\); expected \(2,\)"),  # would broadcast
        (torch.tensor([1.0, float("nan")]), "1 of 2 values of the result are not finite"),
        (torch.tensor([1.0, 2.5]), r"off by up to 0.5: 2.5 came back at \[1\]. 1 of 2 values differ"),
        (torch.tensor([1.0, 2.0001]), r"off by up to 9.99e-05: 2.0000999 came back"),
    ],
)
def test_close_refuses(actual, message):
    with pytest.raises(AssertionError, match=message) as caught:
        close(actual, ONE_TWO, CALL)
    assert str(caught.value).startswith("Called f(1) -> float32 (2,)\n")


@pytest.mark.parametrize("actual", [torch.tensor(3.0), torch.tensor([3.0]), 3.0, 3, np.float32(3), torch.tensor([[3.0]])])
def test_scalar_may_come_in_any_dress(actual):
    close(actual, torch.tensor(3.0), CALL)


def test_scalar_off():
    with pytest.raises(AssertionError, match="The result is off by 1: 4 came back"):
        close(4.0, torch.tensor(3.0), CALL)


def test_tolerance_follows_the_largest_value():
    close(torch.tensor([1e-4, 100.0]), torch.tensor([0.0, 100.0]), CALL)
    with pytest.raises(AssertionError):
        close(torch.tensor([1e-4, 1.0]), torch.tensor([0.0, 1.0]), CALL)


def test_complex_values():
    close(torch.tensor([1 + 1j]), torch.tensor([1 + 1j]), CALL)
    with pytest.raises(AssertionError):
        close(torch.tensor([1 + 2j]), torch.tensor([1 + 1j]), CALL)


def test_empty_results_are_close():
    close(torch.zeros(0, 3), torch.zeros(0, 3), CALL)


def test_nearest_candidate_is_reported():
    close_to_any(ONE_TWO, [ONE_TWO + 1, ONE_TWO], CALL)
    with pytest.raises(AssertionError, match=r"off by up to 0\.1"):
        close_to_any(ONE_TWO, [ONE_TWO + 5, ONE_TWO + 0.1], CALL)


def test_expected_array_is_never_shown():
    with pytest.raises(AssertionError) as caught:
        close(torch.zeros(3), torch.tensor([0.123456, 7.65432, 0.5]), CALL)
    assert "0.123456" not in str(caught.value)


def test_shape_of_the_wrong_kind():
    with pytest.raises(Unusable):
        shape("text", (2,), CALL)
    shape(np.zeros((2, 3)), (2, 3), CALL)


def test_within_bounds_per_channel():
    low, high = torch.tensor([0.0, -1.0]), torch.tensor([1.0, 0.0])
    within(torch.tensor([[0.5, -0.5]]), low, high, CALL)
    with pytest.raises(AssertionError, match="1 of 2 values of the result lie outside"):
        within(torch.tensor([[0.5, 0.5]]), low, high, CALL)


def test_finite_and_holds():
    finite(ONE_TWO, CALL)
    holds(True, CALL, "never said")
    with pytest.raises(AssertionError, match="it rises"):
        holds(False, CALL, "expected that it rises")


def test_unchanged_counts_all_but_the_gradient_of_an_argument():
    unchanged(SimpleNamespace(text="f()", changed=("argument 0: gradient",)))
    unchanged(SimpleNamespace(text="f()", changed=("argument 0",)), allow=("argument 0",))
    with pytest.raises(AssertionError, match=r"argument 1: gradient of conv\.weight"):
        unchanged(SimpleNamespace(text="f()", changed=("argument 1: gradient of conv.weight",)))


def test_noise_is_the_same_in_every_precision():
    assert torch.equal(noise(3, 2, 2), noise(3, 2, 2, dtype=torch.float64).float())
    assert not torch.equal(noise(3, 2), noise(4, 2))
