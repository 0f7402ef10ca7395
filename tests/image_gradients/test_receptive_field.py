"""Hidden tests of receptive_field: published values, values by hand, and what reaches an output of a chain of windows.

Accepted: lists, tuples, arrays or tensors of numbers, one row (size, stride, offset) per layer. All compared exactly.
Not covered: dilation, and layers that treat rows and columns differently.
"""

import pytest
import torch

from pixelgrad.testing import close, holds

VGG = [(3, 1, 1), (3, 1, 1), (2, 2, 0)] * 2 + [(3, 1, 1), (3, 1, 1), (3, 1, 1), (2, 2, 0)] * 3


def drawn(seed, n):
    """n layers with kernels 1 to 5, strides 1 to 3, paddings 0 to 2."""
    dice = torch.Generator().manual_seed(seed)
    return [tuple(int(torch.randint(low, high, (), generator=dice)) for low, high in ((1, 6), (1, 4), (0, 3))) for _ in range(n)]


def as_table(value, layers, call):
    """The rows as a tensor of shape (len(layers), 3), or a kind refusal."""
    try:
        found = torch.as_tensor(value, dtype=torch.float64)
    except (TypeError, ValueError, RuntimeError):
        found = torch.zeros(())
    if not layers and found.numel() == 0:
        found = found.reshape(0, 3)
    holds(found.shape == (len(layers), 3), call, f"Expected {len(layers)} rows, each of a size, a stride and an offset.")
    return found


def rows(student, layers):
    """Call the function; return the call and its rows."""
    call = student.call("receptive_field", layers)
    return call, as_table(call.value, layers, call)


def exactly(found, expected, call, what="table"):
    """Assert that these are the numbers, which are whole."""
    close(found, torch.as_tensor(expected, dtype=torch.float64), call, rtol=0, atol=1e-9, what=what)


@pytest.mark.points(2)
@pytest.mark.hint("A layer adds (kernel - 1) times the stride of everything before it; its own stride counts later.")
def test_size_grows_by_the_stride_before(student, seed):
    """Size by hand: a kernel of 3 after strides 2 and 3 adds 2 * 6 pixels, whatever its own stride."""
    k, s = 2 + seed % 4, 1 + seed % 3
    call, found = rows(student, [(3, 2, 0), (k, 3, 0), (3, s, 0)])
    exactly(found[:, 0], [3, 3 + (k - 1) * 2, 3 + (k - 1) * 2 + 12], call, "column of sizes")


@pytest.mark.points(2)
@pytest.mark.hint("Strides multiply; the stride of a layer counts from its own row on.")
def test_strides_multiply(student, seed):
    """Strides 2, 3, 1 and 2 move the window by 2, 6, 6 and 12 pixels."""
    call, found = rows(student, [(2, 2, 0), (3, 3, 1), (1, 1, 0), (3, 2, seed % 2)])
    exactly(found[:, 1], [2, 6, 6, 12], call, "column of strides")


@pytest.mark.points(2)
@pytest.mark.hint("The offset is the left edge: it falls by padding times the stride of everything before the layer.")
def test_offset_is_the_left_edge(student, seed):
    """Paddings 1, 2 and 1 with strides 2, 3 and 2 put the left edges at -1, -5 and -11."""
    k = 3 + seed % 3  # the left edge does not depend on the kernels
    call, found = rows(student, [(k, 2, 1), (k, 3, 2), (k, 2, 1)])
    exactly(found[:, 2], [-1, -5, -11], call, "column of offsets")


@pytest.mark.hint("Start with size 1, stride 1 and offset 0 for the image itself, then follow the three recurrences.")
def test_published_values(student):
    """VGG-16 up to its last pooling: size 212, stride 32, left edge at -90."""
    call, found = rows(student, VGG)
    exactly(found[-1], [212, 32, -90], call, "last row")


@pytest.mark.points(3)
@pytest.mark.hint("Follow size, stride and offset through all layers; each uses the stride before the layer.")
def test_windows_are_what_reaches_an_output(student, seed):
    """For drawn layers, the pixels with a gradient are those from offset + u * stride on, size of them."""
    layers, expected = drawn(seed, 3), []
    out = x = torch.zeros(1, 1, 400, requires_grad=True)
    for kernel, stride, padding in layers:
        out = torch.nn.functional.conv1d(out, torch.ones(1, 1, kernel), stride=stride, padding=padding)
        u = out.shape[-1] // 2
        one, two = (torch.autograd.grad(out[0, 0, v], x, retain_graph=True)[0][0, 0].nonzero()[:, 0] for v in (u, u + 1))
        step = int(two[0] - one[0])
        expected.append((int(one[-1] - one[0]) + 1, step, int(one[0]) - u * step))
    call, found = rows(student, layers)
    exactly(found, expected, call)


@pytest.mark.hint("Return one row for every layer, in the order of the layers, and an empty list for none.")
def test_one_row_per_layer(student, seed):
    """No layers give an empty list, and a layer more adds a row and changes none of the others."""
    rows(student, [])
    _, few = rows(student, drawn(seed, 4))
    call, many = rows(student, drawn(seed, 5))
    exactly(many[:4], few, call, "table without its last row")


@pytest.mark.hint("A kernel of 1 with stride 1 and no padding sees what the layer before sees.")
def test_pointwise_layers_change_nothing(student, seed):
    """A 1x1 convolution repeats the row before it, and the first one sees a single pixel."""
    first, second = drawn(seed, 2)
    call, found = rows(student, [(1, 1, 0), first, (1, 1, 0), second, (1, 1, 0)])
    exactly(found[0], [1, 1, 0], call, "first row")
    exactly(found[[2, 4]], found[[1, 3]], call, "row of a 1x1 layer")


@pytest.mark.hint("Begin anew at every call: no lists that live outside the function, and leave `layers` as it is.")
def test_second_call_gives_the_same(student, seed):
    """A second call with the same list gives the same rows, and the list stays as it was."""
    layers = drawn(seed, 3)
    call = student.call("receptive_field", layers, times=2)
    first, second = (as_table(value, layers, call) for value in call.values)
    exactly(second, first, call, "second table")
    holds(not call.changed, call, "The list of layers was altered.")
