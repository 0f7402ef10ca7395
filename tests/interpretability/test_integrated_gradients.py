"""Hidden tests of integrated_gradients: by hand, in closed form on a quadratic, by the definition, and its axioms.

Tolerance: 1e-5 of the largest value, where 300 terms are added 1e-4; 1e-6 where everything is float64. Accepted: any
cut of the m points into parts that keeps to the promised size. Not covered: baselines that are plain numbers.
"""

import pytest
import torch

from pixelgrad.nets import conv_net, hill_net, linear_net
from pixelgrad.probes import counted_net
from pixelgrad.testing import close, holds, noise, shape, tensor, unchanged

NAME = "integrated_gradients"


def gradients(net, points, digit):
    points = points.clone().requires_grad_()
    return torch.autograd.grad(net(points)[:, digit].sum(), points)[0]


def definition(net, X, digit, baseline, m):
    """The sum of m terms as it is written, one after the other."""
    way = X - baseline
    return way * sum(gradients(net, baseline + k / m * way, digit) for k in range(1, m + 1)) / m


def case(seed, n, dtype="float32", height=6, width=7):
    """Images, one baseline for all of them, and a smooth network."""
    kind = getattr(torch, dtype)
    baseline = noise(seed + 1, 1, 1, height, width, dtype=kind)
    return noise(seed, n, 1, height, width, dtype=kind), baseline, conv_net(channels=1, seed=seed + 2, dtype=dtype)


def on_a_hill(seed, m):
    """A quadratic score: X, the baseline, the network, and the sum of m terms of class 1 in closed form."""
    net, X, baseline = hill_net(channels=1, seed=seed), 5 * noise(seed, 2, 1, 6, 5), noise(seed + 1, 1, 1, 6, 5)
    top, steep = net.tops[1].view(1, 6, 5), net.steepness[1].view(1, 6, 5)
    mean = baseline + (m + 1) / (2 * m) * (X - baseline)  # of the points k / m, as sum(k) = m (m + 1) / 2
    return X, baseline, net, -2 * steep * (mean - top) * (X - baseline)


@pytest.mark.points(2)
@pytest.mark.hint("Multiply the mean gradient by images - baseline, and divide the sum by m.")
def test_linear_network_by_hand(student, seed):
    """On a linear network a pixel's share is its weight times what it differs from the baseline, for any m."""
    net, X, baseline = linear_net(1, 4, 5, classes=3, seed=seed), noise(seed + 1, 2, 1, 4, 5), noise(seed + 2, 1, 1, 4, 5)
    for m in (1, 4):
        call = student.call(NAME, net, X, 2, baseline, m)
        close(call.value, (X - baseline) * net[1].weight[2].view(1, 1, 4, 5), call)


@pytest.mark.points(3)
@pytest.mark.hint("Sum over k = 1, 2, ..., m at the points k / m: the image itself is the last, the baseline is not among them.")
def test_points_are_k_over_m(student, seed):
    """On a quadratic score the sums of 1, 2 and 5 terms are those of the points k / m with k from 1 to m."""
    for m in (1, 2, 5):
        X, baseline, net, expected = on_a_hill(seed + m, m)
        call = student.call(NAME, net, X, 1, baseline, m)
        close(call.value, expected, call)


@pytest.mark.points(2)
@pytest.mark.hint("Differentiate the raw score net(points)[:, digit]: no softmax, no cross-entropy, no other outputs.")
def test_raw_score_of_the_digit(student, seed):
    """Every digit's raw score is explained, also the least likely one's."""
    X, baseline, net = case(seed, 2)
    net[6].bias.data[:] = torch.tensor([8.0, 0.0, -8.0, -16.0])
    for digit in range(4):
        call = student.call(NAME, net, X, digit, baseline, 3)
        close(call.value, definition(net, X, digit, baseline, 3), call)


@pytest.mark.points(2)
@pytest.mark.hint("Keep the sign: the shares add up to F(x) - F(x'), which absolute values do not.")
def test_shares_are_complete(student, seed):
    """With m = 300 the shares of each image add up to its score less that of the baseline."""
    X, baseline, net = case(seed, 2, "float64")
    call = student.call(NAME, net, 3 * X, 1, baseline, 300)
    total = tensor(call.value, call).flatten(1).sum(dim=1)
    ends = [gradients(net, baseline + part * (3 * X - baseline), 1) for part in (0, 1)]
    bound = ((3 * X - baseline) * (ends[1] - ends[0])).abs().sum(dim=(1, 2, 3)) / 300  # twice the sum's error to first order
    gap = (total - (net(3 * X) - net(baseline))[:, 1]).abs()
    holds((gap <= bound + 1e-9).all(), call, f"The sums miss the differences of the scores by up to {float(gap.max()):.2g}.")


@pytest.mark.hint("Give each image its own mean of gradients: sum over the m points, never over the images.")
def test_each_image_for_itself(student, seed):
    """The shares of a batch of 1, 2 or 3 are those of its images one by one, (N, 1, H, W)."""
    X, baseline, net = case(seed, 3)
    expected = torch.cat([definition(net, X[i : i + 1], 2, baseline, 4) for i in range(3)])
    for n in (1, 2, 3):
        call = student.call(NAME, net, X[:n], 2, baseline, 4)
        shape(call.value, (n, 1, 6, 7), call)
        close(call.value, expected[:n], call)


@pytest.mark.points(2)
@pytest.mark.hint("Use the baseline that is given, one for all images or one for each.")
def test_baseline_is_the_one_given(student, seed):
    """Each image may have its own baseline; against itself an image has no share at all."""
    X, _, net = case(seed, 3)
    own = torch.stack([X[0], torch.zeros_like(X[0]), noise(seed + 5, 1, 6, 7)])
    call = student.call(NAME, net, X, 0, own, 3)
    close(call.value, torch.cat([definition(net, X[i : i + 1], 0, own[i : i + 1], 3) for i in range(3)]), call)
    holds(float(tensor(call.value, call)[0].abs().max()) == 0, call, "The image that is its own baseline got a share.")


@pytest.mark.hint("steps_m has the default 300; use it as the number of terms.")
def test_default_is_300_terms(student, seed):
    """Without steps_m the sum has 300 terms."""
    X, baseline, net, expected = on_a_hill(seed, 300)
    close(student.integrated_gradients(net, X, 1, baseline, steps_m=300), expected, None, rtol=1e-4, atol=1e-4)
    call = student.call(NAME, net, X, 1, baseline)
    size = float(expected.abs().max())
    close(call.value, expected, call, rtol=1e-4, atol=1e-4 * size)


@pytest.mark.points(2)
@pytest.mark.hint("Hand the network max(1, 256 // N) of the points of all N images at a time, and add up the gradients.")
def test_memory_is_bounded(student, seed):
    """The network never gets more than max(N, 256) images at once, and every point of 1, 3, 100, 200 or 300 images in all."""
    for n, m in ((3, 300), (1, 300), (100, 6), (200, 3), (300, 2)):
        X, baseline = noise(seed, n, 1, 3, 4), noise(seed + 1, 1, 1, 3, 4)
        call = student.call(NAME, counted_net(seed=seed), X, 0, baseline, m, after=(0,))
        largest, total = call.after[0].largest(), call.after[0].total()
        holds(largest <= max(n, 256), call, f"It got {largest} images at once.")
        holds(total >= n * m, call, f"It got {total} images in all; expected {n} * {m}.")


@pytest.mark.hint("Keep the dtype of the images, and use reshape, not view, on tensors that you did not make.")
def test_double_precision_slices(student, seed):
    """Float64 images that are not contiguous in memory are explained in float64."""
    net = conv_net(channels=1, seed=seed, dtype="float64")
    X = noise(seed, 2, 12, 9, 2, dtype=torch.float64).permute(0, 3, 1, 2)[:, 1:, ::2, 1:4]  # (2, 1, 6, 3)
    baseline = torch.full((1, 1, 6, 3), -0.4242, dtype=torch.float64)
    call = student.call(NAME, net, X, 1, baseline, 7)
    close(call.value, definition(net, X, 1, baseline, 7), call, rtol=1e-10, atol=1e-12)


@pytest.mark.hint("Begin anew at every call, and leave images, baseline and network as they were.")
def test_arguments_stay_as_they_were(student, seed):
    """A second call gives the same shares, and the images, the baseline and the network stay as they were."""
    X, baseline, net = case(seed, 2)
    call = student.call(NAME, net, X, 3, baseline, 5, times=2)
    unchanged(call)
    close(call.values[1], definition(net, X, 3, baseline, 5), call)
