"""Hidden tests of slerp: arcs by hand, constant rates, parallel and opposite rows, rows that share a batch.

Tolerance: 1e-5 of the largest value; 1e-3 for angles, whose cosine loses half of the digits near 1. Accepted: any way
between opposite rows that keeps to the ends' reach; the line wherever the angle is below a thousandth.
"""

import pytest
import torch

from pixelgrad.testing import close, finite, holds, noise, shape, tensor, unchanged


def arc(z0, z1, t):
    """By rotation in the plane of the two directions, float64: another way than Shoemake's formula. (T, N, d)"""
    z0, z1, t = z0.double(), z1.double(), t.double()[:, None, None]
    r0, r1 = z0.norm(dim=1, keepdim=True), z1.norm(dim=1, keepdim=True)
    u = z0 / r0
    v = z1 / r1 - (z1 / r1 * u).sum(dim=1, keepdim=True) * u  # orthogonal to u
    angle = torch.atan2(v.norm(dim=1, keepdim=True), (z1 / r1 * u).sum(dim=1, keepdim=True))
    v = v / v.norm(dim=1, keepdim=True)
    return ((1 - t) * r0 + t * r1) * (torch.cos(t * angle) * u + torch.sin(t * angle) * v)


def walked(student, z0, z1, t, **options):
    call = student.call("slerp", z0, z1, t, **options)
    shape(call.value, (len(t), *z0.shape), call)
    finite(call.value, call)
    return call, tensor(call.value, call)


@pytest.mark.points(2)
@pytest.mark.hint("sin((1 - t) Omega) / sin(Omega) u0 + sin(t Omega) / sin(Omega) u1, with the angle in radians.")
def test_quarter_circle_by_hand(student, seed):
    """From (r, 0) to (0, r), half-way is at 45 degrees and a third of the way at 30, on the circle."""
    r = 1.0 + seed % 4
    z0, z1, t = torch.tensor([[r, 0.0]]), torch.tensor([[0.0, r]]), torch.tensor([0.5, 1 / 3, 0.0, 1.0])
    call, _ = walked(student, z0, z1, t)
    close(call.value, r * torch.tensor([[[0.5**0.5, 0.5**0.5]], [[0.75**0.5, 0.5]], [[1.0, 0.0]], [[0.0, 1.0]]]), call)


@pytest.mark.points(2)
@pytest.mark.hint("Every pair has its own angle and its own lengths: dim=1 and keepdim=True, never a norm of the whole batch.")
def test_each_pair_its_own_arc(student, seed):
    """One to four pairs of any dimension and length, and several times, follow their arcs."""
    for T, N, d in ((1, 1, 4), (6, 2, 3), (2, 3, 12), (3, 4, 512), (3, 3, 3)):
        scale = 1 + 3 * torch.rand(N, 1, generator=torch.Generator().manual_seed(seed))
        z0, z1, t = noise(seed, N, d), scale * noise(seed + 1, N, d), torch.linspace(0, 1, T)
        call, _ = walked(student, z0, z1, t)
        close(call.value, arc(z0, z1, t), call, rtol=1e-4, atol=1e-4)


@pytest.mark.hint("The length is (1 - t) |z0| + t |z1|: interpolate directions of length 1, then scale.")
def test_length_changes_evenly(student, seed):
    """Between lengths 1 and 9 the length goes evenly, whatever the angle."""
    z0, z1 = (torch.nn.functional.normalize(noise(seed + k, 3, 6)) * size for k, size in ((0, 1.0), (1, 9.0)))
    t = torch.linspace(0, 1, 5)
    call, found = walked(student, z0, z1, t)
    close(found.norm(dim=2), (1 + 8 * t)[:, None].expand(5, 3), call, rtol=1e-4, what="length of the vectors")


@pytest.mark.hint("Turn by angles, in equal steps for equal steps of t: a line that is pulled onto the sphere hurries in the middle.")
def test_turns_at_a_constant_rate(student, seed):
    """Equal steps of t are equal angles, on arcs of 170 degrees and of 60, where the lengths of the ends differ."""
    u, v = torch.linalg.qr(noise(seed, 6, 2)).Q.T[:, None]  # two orthogonal directions, (1, 6) each
    for angle in (2.967, 1.047):
        z1 = 2.5 * (torch.tensor(angle).cos() * u + torch.tensor(angle).sin() * v)
        call, found = walked(student, u, z1, torch.linspace(0, 1, 6))
        w = torch.nn.functional.normalize(found[:, 0], dim=1)
        steps = torch.atan2((w @ v[0].double()), (w @ u[0].double())).diff()
        close(steps, torch.full((5,), angle / 5), call, rtol=1e-3, atol=1e-3, what="angle of each step")


@pytest.mark.points(2)
@pytest.mark.hint("Where the sine of the angle is (nearly) 0, take the line; clamp the cosine to [-1, 1] before arccos.")
def test_parallel_rows_give_the_line(student, seed):
    """The same vector twice, and twice its length: no nan, and the points lie evenly between. Ten draws, for rounding."""
    t = torch.linspace(0, 1, 5)
    z0 = noise(seed, 10, 9)
    for factor in (1.0, 2.0, 0.3):
        call, _ = walked(student, z0, factor * z0, t)
        close(call.value, (1 + (factor - 1) * t)[:, None, None] * z0, call, rtol=1e-4, atol=1e-4)


@pytest.mark.hint("Decide row by row, with torch.where: one parallel pair must not turn the others' arcs into lines.")
def test_parallel_rows_beside_others(student, seed):
    """In one batch, some pairs are parallel or nearly so and others are not; each gets its own way."""
    z0, z1, t = noise(seed, 4, 5), noise(seed + 1, 4, 5), torch.linspace(0, 1, 4)
    z0[1] = torch.tensor([0.0, 0.0, 3.0, 0.0, 0.0])  # its length is exact, so the angle to itself is 0 and not nearly 0
    z1[1], z1[3] = z0[1], z0[3] + 1e-6 * z1[3]
    call, _ = walked(student, z0, z1, t)
    expected = arc(z0, z1, t)
    expected[:, 1::2] = z0[1::2].double()
    close(call.value, expected, call, rtol=1e-4, atol=1e-4)


@pytest.mark.hint("Near 180 degrees the sine is 0 as well: do not divide by it. Take the line there, or a half circle of your own.")
def test_opposite_rows_stay_in_reach(student, seed):
    """Opposite vectors: the ends are met, nothing is nan, and no point is farther out than the farther end."""
    z0, t = noise(seed, 10, 7), torch.linspace(0, 1, 9)
    for factor in (-1.0, -3.0, -0.7):
        call, found = walked(student, z0, factor * z0, t)
        close(found[[0, -1]], torch.stack([z0, factor * z0]), call, rtol=1e-3, atol=1e-3, what="first and last point")
        reach = z0.double().norm(dim=1) * max(1.0, -factor)
        far = float((found.norm(dim=2) / reach).max())
        holds(far < 1.01, call, f"A point lies {far:.3g} times as far from the origin as the farther end.")


@pytest.mark.hint("Keep the dtype of the ends, and use no view on tensors that you did not make.")
def test_double_precision_slices(student, seed):
    """Float64 ends that are not contiguous in memory give arcs in double precision."""
    z0, z1 = (noise(seed + k, 10, 3, dtype=torch.float64).T[:, ::2] for k in (0, 1))  # (3, 5)
    t = torch.linspace(0, 1, 8, dtype=torch.float64)[::2]
    call, _ = walked(student, z0, z1, t)
    close(call.value, arc(z0, z1, t), call, rtol=1e-10, atol=1e-12 * float(arc(z0, z1, t).abs().max()))


@pytest.mark.hint("Make new tensors: z0 /= ... changes the caller's vectors. Keep nothing from an earlier call.")
def test_arguments_stay_as_they_were(student, seed):
    """A second call gives the same, the vectors and times stay as they were, and the way back is the way in reverse."""
    z0, z1, t = noise(seed, 2, 5), noise(seed + 1, 2, 5), torch.tensor([0.0, 0.2, 0.7])
    call = student.call("slerp", z0, z1, t, times=2)
    unchanged(call)
    close(call.values[1], arc(z0, z1, t), call, rtol=1e-4, atol=1e-4)
    back, _ = walked(student, z1, z0, 1 - t)
    close(back.value, arc(z0, z1, t), back, rtol=1e-4, atol=1e-4)
