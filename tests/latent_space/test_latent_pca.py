"""Hidden tests of latent_pca: planted axes, NumPy's eigenvectors of the covariance, one sign, one answer.

Deviations of the data differ by a factor of about two, so that components are unique up to their sign. Tolerance: 1e-4 in
float32 (a component mixes with the next by rounding over the gap between them), 1e-10 in float64. Accepted: any method.
"""

import numpy as np
import pytest
import torch

from pixelgrad.testing import close, holds, noise, shape, tensor, unchanged


def data(seed, N, d, *, offset=0.0, dtype=torch.float32):
    """Rows with deviations of about 4, 2, 1, 1/2 ... along random axes, around offset + noise."""
    axes = torch.linalg.qr(noise(seed, d, d, dtype=torch.float64)).Q
    left = noise(seed + 1, N, d, dtype=torch.float64)
    left = left - left.mean(dim=0)
    if d < N:
        left = torch.linalg.qr(left).Q * (N - 1) ** 0.5
    sizes = 4.0 * 0.5 ** torch.arange(d, dtype=torch.float64)
    return (left * sizes @ axes + offset + noise(seed + 2, d, dtype=torch.float64)).to(dtype)


def truth(A, k):
    """Mean, components and deviations by the eigenvectors of the covariance, in double precision."""
    X = A.double().numpy()
    values, vectors = np.linalg.eigh(np.cov(X, rowvar=False))
    V = vectors.T[::-1][:k]
    V = V * np.sign(V[np.arange(k), np.abs(V).argmax(axis=1)])[:, None]
    return X.mean(axis=0), torch.from_numpy(V.copy()), torch.from_numpy(np.sqrt(values[::-1][:k].copy()))


def found(student, A, k, **options):
    """Call it; return the call, mean (d,), components (k, d), deviations (k,), all float64."""
    call = student.call("latent_pca", A, k, **options)
    three = isinstance(call.value, list | tuple) and len(call.value) == 3
    holds(three, call, "Expected three tensors: (mean, components, deviations).")
    wanted = (A.shape[1],), (k, A.shape[1]), (k,)
    for part, size, what in zip(call.value, wanted, ("mean", "components", "deviations"), strict=True):
        shape(part, size, call, what)
    return call, *(tensor(part, call) for part in call.value)


def signed(V, to):
    """Rows of V, each with the sign that is nearer to `to`: for tests that do not ask for the sign."""
    return V * torch.where((V * to).sum(dim=1, keepdim=True) < 0, -1.0, 1.0)


@pytest.mark.points(2)
@pytest.mark.hint("Rows are samples: subtract the mean over dim 0, take the rows of Vh (the columns of V), largest first.")
def test_components_are_eigenvectors_of_the_covariance(student, seed):
    """The first components of 40 samples in 5 dimensions, largest deviation first, up to their sign."""
    A = data(seed, 40, 5)
    for k in (5, 2, 1):
        call, _, V, _ = found(student, A, k)
        close(signed(V, truth(A, k)[1]), truth(A, k)[1], call, rtol=1e-4, atol=1e-4, what="components")


@pytest.mark.points(2)
@pytest.mark.hint("Look at the number of the largest size in each row, by abs().argmax(dim=1), and make it positive.")
def test_largest_number_is_positive(student, seed):
    """In each of the components of eight sets of data, the number of the largest size is positive."""
    for k in range(8):
        call, _, V, _ = found(student, data(seed + 10 * k, 30, 4), 4)
        largest = V.gather(1, V.abs().argmax(dim=1, keepdim=True))[:, 0]
        holds(bool((largest > 0).all()), call, f"The largest numbers of the components are {largest.tolist()}.")


@pytest.mark.points(2)
@pytest.mark.hint("s / sqrt(N - 1), not s, not its square, and not divided by N.")
def test_deviations(student, seed):
    """Deviations are those of the projections, by N - 1: of six samples too, where N makes a difference."""
    for N in (6, 50):
        A = data(seed, N, 5)
        call, _, _, deviations = found(student, A, 3)
        close(deviations, truth(A, 3)[2], call, rtol=1e-4, atol=1e-4, what="deviations")


@pytest.mark.hint("Return the mean over the samples, dim 0, and subtract it before the decomposition.")
def test_mean_is_taken_off(student, seed):
    """Data that lie far from the origin have the same components and deviations, and their mean comes back."""
    near, far = data(seed, 40, 4, dtype=torch.float64), data(seed, 40, 4, offset=300.0, dtype=torch.float64)
    call, mean, V, deviations = found(student, far, 4)
    close(mean, far.mean(dim=0), call, what="mean")
    close(signed(V, truth(near, 4)[1]), truth(near, 4)[1], call, rtol=1e-6, atol=1e-6, what="components")
    close(deviations, truth(near, 4)[2], call, rtol=1e-6, atol=1e-6, what="deviations")


@pytest.mark.hint("Divide by no deviation of single columns: a component must see which columns vary most.")
def test_columns_keep_their_scale(student, seed):
    """A column that varies ten times as much as the others is the first component, nearly alone."""
    A = noise(seed, 200, 4) * torch.tensor([0.5, 10.0, 0.5, 0.5])
    call, _, V, _ = found(student, A, 1)
    holds(float(V[0, 1]) > 0.9, call, f"The number of that column in the first component is {float(V[0, 1]):.3g}.")


@pytest.mark.hint("Use a decomposition that gives as many components as there are samples less one, not a (d, d) one alone.")
def test_fewer_samples_than_numbers(student, seed):
    """Five samples of 30 numbers have four components: of length 1, orthogonal, and with them the data come back."""
    A = data(seed, 5, 30) + noise(seed + 5, 5, 30)
    call, mean, V, deviations = found(student, A, 4)
    close(V @ V.T, torch.eye(4), call, atol=1e-4, what="products of the components")
    X = A.double() - mean
    close(X @ V.T @ V, X, call, rtol=1e-3, atol=1e-3, what="data, put together from their components")
    close((X @ V.T).std(dim=0), deviations, call, rtol=1e-4, atol=1e-4, what="deviations of the projections")


@pytest.mark.points(2)
@pytest.mark.hint("Take a method without random numbers, torch.linalg.svd or eigh, not pca_lowrank; fix the sign by the component alone.")
def test_runs_agree(student, seed):
    """A second call, the samples in another order, and the samples mirrored at their mean give the same components."""
    A = data(seed, 60, 12)
    call, _, V, _ = found(student, A, 6, times=2)
    unchanged(call)
    first = [tensor(part, call) for part in call.values[0]][1]
    close(V, first, call, rtol=0, atol=1e-7, what="components of the second call")
    for other in (A[torch.randperm(60, generator=torch.Generator().manual_seed(seed))], 2 * A.mean(dim=0) - A):
        call, _, again, _ = found(student, other, 6)
        close(again, V, call, rtol=1e-3, atol=1e-3, what="components")


@pytest.mark.hint("Keep the dtype: no float(), no float32 on the way.")
def test_double_precision_slices(student, seed):
    """Float64 samples that are not contiguous in memory are decomposed in double precision."""
    A = data(seed, 20, 3, dtype=torch.float64)
    wide = torch.zeros(3, 40, dtype=torch.float64)
    wide[:, ::2] = A.T
    call, mean, V, deviations = found(student, wide[:, ::2].T, 3)
    for part, right, what in zip((mean, V, deviations), truth(A, 3), ("mean", "components", "deviations"), strict=True):
        close(part, right, call, rtol=1e-10, atol=1e-12 * 8, what=what)
