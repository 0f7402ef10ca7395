"""Hidden tests of semantic_dictionary: what the layer returns, sorted by the test itself.

Tolerance: 1e-5 of the largest value. Accepted: results that still require gradients, any integer type of the channels.
Not covered: channels of equal value.
"""

import pytest
import torch

from pixelgrad.layered import skip_net
from pixelgrad.nets import conv_net
from pixelgrad.testing import close, holds, noise, shape, tensor, unchanged

NAME = "semantic_dictionary"


def layer_of(net, X, layer):
    """What the layer returns, before anything overwrites it."""
    kept = []
    with net.get_submodule(layer).register_forward_hook(lambda module, inputs, A: kept.append(A.clone())):
        net(X)
    return kept[0]


def ranked(student, net, X, layer, position, top, **options):
    """Call it; return the call, channels and values."""
    call = student.call(NAME, net, X, layer, position, top, **options)
    pair = isinstance(call.value, list | tuple) and len(call.value) == 2
    holds(pair, call, "Expected two tensors: (channels, values).")
    for part, what in zip(call.value, ("channels", "values"), strict=True):
        shape(part, (len(X), top), call, what)
    return call, *call.value


def agree(call, channels, values, column):
    """Assert that channels and values are the strongest of column, (N, K), in order."""
    order = sorted_channels(column)[:, : len(tensor(values, call)[0])]
    close(values, column.gather(1, order), call, atol=1e-5, what="values")
    close(channels, order.double(), call, rtol=0, atol=0, what="channels")


def sorted_channels(column):
    """The channels of each row, the largest value first."""
    return torch.tensor([sorted(range(len(row)), key=lambda k: -row[k]) for row in column.tolist()])


@pytest.mark.points(2)
@pytest.mark.hint("position is (row, column): A[:, :, row, column].")
def test_row_comes_before_column(student, seed):
    """Row 1 and column 4 of a layer of 3 x 5 positions are read, and no other place."""
    net, X = skip_net(seed=seed), noise(seed, 2, 3, 6, 9)
    for position in ((1, 4), (2, 0), (0, 2)):
        call, channels, values = ranked(student, net, X, "block", position, 6)
        agree(call, channels, values, layer_of(net, X, "block")[:, :, position[0], position[1]])


@pytest.mark.points(2)
@pytest.mark.hint("Sort by the value itself, largest first; a large negative value is weak.")
def test_strong_is_large_not_far_from_zero(student, seed):
    """Activations of both signs are in the order of their values, from the largest down."""
    net, X = conv_net(width=8, seed=seed), 3 * noise(seed, 3, 3, 5, 6)
    call, channels, values = ranked(student, net, X, "0", (2, 3), 8)
    agree(call, channels, values, layer_of(net, X, "0")[:, :, 2, 3])


@pytest.mark.hint("Rank each image by itself: topk with dim=1.")
def test_each_image_has_its_own_order(student, seed):
    """Each image of a batch has its own channels, and so has one alone."""
    net, X = skip_net(width=9, seed=seed), 2 * noise(seed, 3, 3, 7, 5)
    column = layer_of(net, X, "stem")[:, :, 3, 2]
    for part in (slice(0, 3), slice(1, 2)):
        call, channels, values = ranked(student, net, X[part], "stem", (3, 2), 4)
        agree(call, channels, values, column[part])


@pytest.mark.hint("Return as many channels as `top` says, (N, top).")
def test_top_is_honoured(student, seed):
    """One, three or all channels come back."""
    net, X = skip_net(seed=seed), noise(seed, 2, 3, 6, 8)
    for top in (1, 3, 6):
        call, channels, values = ranked(student, net, X, "join", (1, 1), top)
        agree(call, channels, values, layer_of(net, X, "join")[:, :, 1, 1])


@pytest.mark.hint("Read what the layer returns; an in-place activation that follows may overwrite what a hook keeps.")
def test_layer_before_an_in_place_activation(student, seed):
    """What counts is what the layer returns, also where the next one overwrites it."""
    net, X = skip_net(seed=seed), 3 * noise(seed, 2, 3, 6, 8)
    call, channels, values = ranked(student, net, X, "stem.0", (4, 5), 6)
    agree(call, channels, values, layer_of(net, X, "stem.0")[:, :, 4, 5])


@pytest.mark.hint("Do not convert to float32 on the way.")
def test_double_precision_slices(student, seed):
    """Float64 images that are not contiguous in memory are read alike."""
    net = skip_net(seed=seed, dtype="float64")
    X = noise(seed, 2, 12, 11, 3, dtype=torch.float64).permute(0, 3, 1, 2)[:, :, ::2, 1:10]  # (2, 3, 6, 9)
    call, _, values = ranked(student, net, X, "block.0", (2, 1), 3)
    order = sorted_channels(layer_of(net, X, "block.0")[:, :, 2, 1])[:, :3]
    close(values, layer_of(net, X, "block.0")[:, :, 2, 1].gather(1, order), call, rtol=1e-10, atol=1e-12, what="values")


@pytest.mark.hint("Leave no hook behind, and no train() either.")
def test_arguments_stay_as_they_were(student, seed):
    """A second call gives the same, and the images and the network stay as they were."""
    net, X = skip_net(seed=seed), noise(seed, 2, 3, 6, 8)
    call, channels, values = ranked(student, net, X, "pool", (0, 1), 4, times=2)
    unchanged(call)
    agree(call, channels, values, layer_of(net, X, "pool")[:, :, 0, 1])
