"""Visible checks of latent_pca."""

import pytest
import torch

from pixelgrad.testing import close, holds, noise, shape, tensor, unchanged


def found(student, A, k):
    call = student.call("latent_pca", A, k)
    three = isinstance(call.value, list | tuple) and len(call.value) == 3
    holds(three, call, "Expected three tensors: (mean, components, deviations).")
    return call, *call.value


@pytest.mark.hint("Return mean (d,), components (k, d) and deviations (k,).")
def test_shapes(student, seed):
    """Ten samples of six numbers, three components."""
    call, mean, components, deviations = found(student, noise(seed, 10, 6), 3)
    shape(mean, (6,), call, "mean")
    shape(components, (3, 6), call, "components")
    shape(deviations, (3,), call, "deviations")


@pytest.mark.hint("Subtract the mean of each column, and divide the singular values by sqrt(N - 1).")
def test_points_on_a_line(student):
    """Points along (0.6, -0.8) around (5, 5): the component is (-0.6, 0.8), with the deviation of the points."""
    along = torch.tensor([-3.0, -1.0, 0.0, 4.0])
    call, mean, components, deviations = found(student, 5 + along[:, None] * torch.tensor([0.6, -0.8]), 1)
    close(mean, torch.tensor([5.0, 5.0]), call, what="mean")
    close(components, torch.tensor([[-0.6, 0.8]]), call, rtol=1e-4, what="components")
    close(deviations, along.std()[None], call, rtol=1e-4, what="deviations")


@pytest.mark.hint("Rows of length 1, orthogonal to each other; the largest deviation first.")
def test_orthogonal_and_sorted(student, seed):
    """The components are orthogonal, of length 1, and sorted by their deviations."""
    call, _, components, deviations = found(student, noise(seed, 30, 5), 4)
    V = tensor(components, call)
    close(V @ V.T, torch.eye(4), call, atol=1e-4, what="products of the components")
    holds(bool((tensor(deviations, call).diff() <= 0).all()), call, "The deviations are not sorted, largest first.")


@pytest.mark.hint("Make new tensors: A -= A.mean(dim=0) changes the caller's samples.")
def test_samples_stay_as_they_were(student, seed):
    """The samples stay as they were."""
    unchanged(student.call("latent_pca", noise(seed, 8, 4), 2))
