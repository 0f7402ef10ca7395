"""Hidden tests of minibatch_discrimination: by the definition, written as loops, and by what it is for.

Tolerance: 1e-5 of the largest value for float32, 1e-10 where everything is float64.
"""

import math

import pytest
import torch

from pixelgrad.testing import close, holds, noise, shape, unchanged


def by_loops(f, T):
    """Salimans et al. (2016), section 3.2, one pair of images and one kernel at a time; differentiable."""
    N, (_, B, _) = len(f), T.shape
    M = [[f[i] @ T[:, b] for b in range(B)] for i in range(N)]  # each of length C
    o = [[sum(torch.exp(-(M[i][b] - M[j][b]).abs().sum()) for j in range(N)) for b in range(B)] for i in range(N)]
    return torch.cat([f, torch.stack([torch.stack(row) for row in o])], dim=1)


def drawn(seed, N=3, A=4, B=3, C=2, dtype=torch.float32):
    """Features (N, A) and a tensor (A, B, C) for which images are neither all alike nor all apart."""
    return noise(seed, N, A, dtype=dtype), 0.3 * noise(seed + 1, A, B, C, dtype=dtype)


@pytest.mark.points(2)
@pytest.mark.hint("M = f T, then exp(-sum over C of |M_i - M_j|), summed over j; in the result the features come first.")
def test_by_hand(student):
    """Two images with features 0 and 1, T = log 2: each is close to itself by 1 and to the other by 1/2."""
    call = student.call("minibatch_discrimination", torch.tensor([[0.0], [1.0]]), torch.full((1, 1, 1), math.log(2)))
    close(call.value, torch.tensor([[0.0, 1.5], [1.0, 1.5]]), call)


@pytest.mark.points(3)
@pytest.mark.hint("Sum |M_i - M_j| over C before exp, and exp over j after it; B stays.")
def test_definition(student, seed):
    """Features and closeness are those of the definition, for N = 1, 2, 3."""
    for N in (1, 2, 3):
        f, T = drawn(seed + N, N)
        call = student.call("minibatch_discrimination", f, T)
        shape(call.value, (N, 7), call)
        close(call.value, by_loops(f.double(), T.double()), call)


@pytest.mark.hint("Every kernel b has its own closeness: result (N, A + B), whatever A, B and C are.")
def test_other_sizes(student, seed):
    """A, B and C may have any size, also 1."""
    for A, B, C in ((1, 5, 3), (5, 1, 2), (2, 4, 1)):
        f, T = drawn(seed, 4, A, B, C)
        call = student.call("minibatch_discrimination", f, T)
        close(call.value, by_loops(f.double(), T.double()), call)


@pytest.mark.hint("Compare images with one another, not features with features: equal rows have closeness N.")
def test_copies_are_found_out(student, seed):
    """Four copies of one image have a closeness of 4 each; one image alone has 1."""
    f, T = drawn(seed, 1)
    for N in (4, 1):
        call = student.call("minibatch_discrimination", f.repeat(N, 1), T)
        shape(call.value, (N, 7), call)
        close(call.value[:, 4:], torch.full((N, 3), float(N)), call, what="closeness")


@pytest.mark.hint("Treat all images alike: no image is compared with its neighbours only.")
def test_order_of_images(student, seed):
    """Images in another order give the same rows in that order."""
    f, T = drawn(seed, 4)
    call = student.call("minibatch_discrimination", f[[2, 0, 3, 1]], T)
    close(call.value, by_loops(f.double(), T.double())[[2, 0, 3, 1]], call)


@pytest.mark.points(2)
@pytest.mark.hint("Features and T both learn: no detach(), no .data, no no_grad() on the way.")
def test_gradients(student, seed):
    """The gradients with respect to features and T are those of the definition."""
    f, T = drawn(seed)
    leaves = [value.double().requires_grad_() for value in (f, T)]
    wanted = torch.autograd.grad(by_loops(*leaves).sum(), leaves)
    call = student.call("minibatch_discrimination", f, T, wrt=(0, 1))
    for k, grad in enumerate(wanted):
        holds(call.grads[k] is not None, call, "The result has no gradient with respect to one of its arguments.")
        close(call.grads[k], grad, call, what="gradient")


@pytest.mark.hint("Compute in the dtype of the features; write to no argument.")
def test_double_precision_and_second_call(student, seed):
    """float64 gives ten digits, twice the same, from features that are not contiguous, and nothing is altered."""
    f, T = drawn(seed, dtype=torch.float64)
    call = student.call("minibatch_discrimination", f.T.contiguous().T, T, times=2)
    close(call.values[1], by_loops(f, T), call, rtol=1e-10, atol=1e-12)
    unchanged(call)
