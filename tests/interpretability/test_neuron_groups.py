"""Hidden tests of neuron_groups: planted groups must be found, and any activations approximated as well as they can be.

Accepted: groups in any order and scale, any number type of the result. Tolerance: a cosine of 0.99 with what was planted, a
residue within 2 % of that of scikit-learn's own factorisation. Not covered: which of several equally good factorisations.
"""

import numpy as np
import pytest
import torch
from sklearn.decomposition import NMF

from pixelgrad.testing import close, holds, noise, shape, tensor, unchanged

NAME = "neuron_groups"


def found(student, A, groups, **options):
    """Call it; return the call, maps (N, G, h, w) and directions (G, K), both float64."""
    call = student.call(NAME, A, groups, **options)
    pair = isinstance(call.value, list | tuple) and len(call.value) == 2
    holds(pair, call, "Expected two tensors: (maps, directions).")
    N, K, h, w = A.shape
    shape(call.value[0], (N, groups, h, w), call, "maps")
    shape(call.value[1], (groups, K), call, "directions")
    return call, tensor(call.value[0], call), tensor(call.value[1], call)


def planted(seed, n, height=4, width=5, groups=3, each=2):
    """Activations of disjoint groups of channels, each with a region of its own: A, maps (N, G, h, w), directions (G, K)."""
    dice = torch.Generator().manual_seed(seed)
    owner = [torch.randperm(height * width, generator=dice) % (groups - (n > 1 and k == 0)) for k in range(n)]
    owner = torch.stack(owner).view(n, height, width)  # of several images the first has all groups but the last
    maps = torch.nn.functional.one_hot(owner, groups).movedim(-1, 1) * (1 + torch.rand(n, 1, height, width, generator=dice))
    directions = torch.zeros(groups, groups * each)
    for g in range(groups):
        directions[g, g * each : (g + 1) * each] = 1 + torch.rand(each, generator=dice)
    return torch.einsum("nghw,gk->nkhw", maps, directions), maps.double(), directions.double()


def matched(one, other):
    """For each row of `one` (G, ...) the largest cosine with a row of `other`."""
    one, other = (torch.nn.functional.normalize(rows.reshape(len(rows), -1), dim=1) for rows in (one, other))
    return (one @ other.T).amax(dim=1)


def residue(A, maps, directions):
    """How much of the activations, negative ones cut off, the product leaves unexplained, in shares."""
    V = A.double().clamp(min=0)
    return float((V - torch.einsum("nghw,gk->nkhw", maps, directions)).norm() / V.norm())


@pytest.mark.points(2)
@pytest.mark.hint("The rows of V are positions: permute(0, 2, 3, 1) before the reshape, and back after it.")
def test_planted_groups_are_found(student, seed):
    """Three groups of channels, each with its own region of one image, come back as directions and maps."""
    A, maps, directions = planted(seed, 1)
    call, M, D = found(student, A, 3)
    holds(matched(directions, D).min() > 0.99, call, "A direction that is in the activations was not found.")
    holds(matched(maps[0], M[0]).min() > 0.99, call, "The map of a group is not where the group is active.")


@pytest.mark.points(2)
@pytest.mark.hint("Factorise all images together: one matrix of N * h * w rows.")
def test_groups_are_shared_by_the_images(student, seed):
    """One factorisation serves two and three images, in which each group has its own places."""
    for n in (2, 3):
        A, maps, directions = planted(seed + n, n)
        call, M, D = found(student, A, 3)
        holds(matched(directions, D).min() > 0.99, call, "A direction that is in the activations was not found.")
        alike = matched(maps.transpose(0, 1), M.transpose(0, 1)).min()
        holds(alike > 0.99, call, "The maps of a group over the images are not where the group is active.")


@pytest.mark.points(2)
@pytest.mark.hint("Return factors whose product approximates the activations: scale neither of them by itself.")
def test_product_approximates_the_activations(student, seed):
    """On activations without any groups the product is as close to them as scikit-learn's factorisation gets."""
    A = noise(seed, 2, 6, 3, 4).abs()
    V = A.movedim(1, -1).reshape(-1, 6).double().numpy()
    for groups in (2, 4):
        nmf = NMF(groups, init="nndsvda", max_iter=1000, random_state=0)
        best = np.linalg.norm(V - nmf.fit_transform(V) @ nmf.components_) / np.linalg.norm(V)
        call, M, D = found(student, A, groups)
        left = residue(A, M, D)
        holds(left < best + 0.02, call, f"The product leaves {left:.0%} of the activations unexplained; {best:.0%} are possible.")


@pytest.mark.hint("Cut negative activations off with clamp(min=0): neither abs() nor a shift.")
def test_negative_activations_count_as_zero(student, seed):
    """Large negative values change nothing: the planted groups are found all the same."""
    A, _, directions = planted(seed, 2)
    call, M, D = found(student, torch.where(A == 0, -3 - noise(seed, *A.shape).abs(), A), 3)
    holds(matched(directions, D).min() > 0.99, call, "A direction that is in the activations was not found.")
    holds(residue(A, M, D) < 0.02, call, f"The product leaves {residue(A, M, D):.0%} of what is positive unexplained.")


@pytest.mark.hint("Neither factor may be negative: use NMF, not PCA or an SVD.")
def test_factors_are_not_negative(student, seed):
    """No map and no direction has a negative value, and no group is empty."""
    call, M, D = found(student, noise(seed, 2, 6, 3, 4), 3)
    lowest = min(float(M.min()), float(D.min()))
    holds(lowest >= 0, call, f"A value of {lowest:.2g} came back.")
    holds(D.amax(dim=1).min() > 0 and M.amax(dim=(0, 2, 3)).min() > 0, call, "A group is empty.")


@pytest.mark.hint("Make no random start, or seed it: the same activations give the same groups. Do not change them.")
def test_same_activations_give_the_same_groups(student, seed):
    """A second call gives the same groups in the same order, and the activations stay as they were."""
    A = noise(seed, 2, 6, 4, 3)
    _, M, _ = found(student, A, 3)
    again, M_again, _ = found(student, A, 3, times=2)
    close(M_again, M, again, rtol=1e-4, what="maps")
    unchanged(again)


@pytest.mark.hint("Use detach(), and reshape, not view, on tensors that you did not make.")
def test_slices_that_require_gradients(student, seed):
    """Float64 activations that are not contiguous in memory and require gradients are factorised alike."""
    A, maps, directions = planted(seed, 2)
    wide = torch.zeros(2, 4, 10, 6, dtype=torch.float64)
    wide[:, :, ::2] = A.movedim(1, -1)
    strided = wide[:, :, ::2].permute(0, 3, 1, 2).requires_grad_()
    call, M, D = found(student, strided, 3)
    holds(matched(directions, D).min() > 0.99, call, "A direction that is in the activations was not found.")
    holds(matched(maps.transpose(0, 1), M.transpose(0, 1)).min() > 0.99, call, "A map is not where its group is active.")
