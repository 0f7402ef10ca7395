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


def rows(student, layers):
    """Call the function; return the call and its rows as a tensor of shape (len(layers), 3), where they have one."""
    call = student.call("receptive_field", layers)
    try:
        return call, torch.as_tensor(call.value, dtype=torch.float64)
    except (TypeError, ValueError, RuntimeError):
        return call, call.value


def exactly(student, layers, expected):
    """Assert that the rows are these numbers."""
    call, found = rows(student, layers)
    close(found, torch.tensor(expected, dtype=torch.float64), call, rtol=0, atol=1e-9, what="table")


@pytest.mark.points(2)
@pytest.mark.hint("A layer adds (kernel - 1) times the stride of everything before it; its own stride counts later.")
def test_size_grows_by_the_stride_before(student, seed):
    """Size by hand: a 3x3 kernel after strides 2 and 3 adds 2 * 6 pixels, whatever its own stride."""
    k, s = 2 + seed % 4, 1 + seed % 3
    call, found = rows(student, [(3, 2, 0), (k, 3, 0), (3, s, 0)])
    holds(isinstance(found, torch.Tensor) and found.shape == (3, 3), call, "Expected three numbers for each of the three layers.")
    sizes = [3.0, 3.0 + (k - 1) * 2, 3.0 + (k - 1) * 2 + 12]
    close(found[:, 0], torch.tensor(sizes), call, rtol=0, atol=1e-9, what="column of sizes")


@pytest.mark.points(2)
@pytest.mark.hint("Strides multiply; the stride of a layer counts from its own row on.")
def test_strides_multiply(student, seed):
    """Strides 2, 3, 1 and 2 move the window by 2, 6, 6 and 12 pixels."""
    call, found = rows(student, [(2, 2, 0), (3, 3, 1), (1, 1, 0), (3, 2, seed % 2)])
    holds(isinstance(found, torch.Tensor) and found.shape == (4, 3), call, "Expected three numbers for each of the four layers.")
    close(found[:, 1], torch.tensor([2.0, 6.0, 6.0, 12.0]), call, rtol=0, atol=1e-9, what="column of strides")


@pytest.mark.points(2)
@pytest.mark.hint("The offset is the left edge: it falls by padding times the stride of everything before the layer.")
def test_offset_is_the_left_edge(student, seed):
    """Paddings 1, 2 and 1 with strides 2, 3 and 2 put the left edges at -1, -5 and -11."""
    k = 3 + seed % 3  # the left edge does not depend on the kernels
    call, found = rows(student, [(k, 2, 1), (k, 3, 2), (k, 2, 1)])
    holds(isinstance(found, torch.Tensor) and found.shape == (3, 3), call, "Expected three numbers for each of the three layers.")
    close(found[:, 2], torch.tensor([-1.0, -5.0, -11.0]), call, rtol=0, atol=1e-9, what="column of offsets")


@pytest.mark.hint("Start with size 1, stride 1 and offset 0 for the image itself, then follow the three recurrences.")
def test_published_values(student):
    """VGG-16 up to its last pooling: size 212, stride 32, left edge at -90 (Araujo, Norris and Sim 2019)."""
    call, found = rows(student, VGG)
    holds(isinstance(found, torch.Tensor) and found.shape == (len(VGG), 3), call, "Expected three numbers for each layer.")
    close(found[-1], torch.tensor([212.0, 32.0, -90.0]), call, rtol=0, atol=1e-9, what="last row")


@pytest.mark.points(3)
@pytest.mark.hint("Follow size, stride and offset through all layers; each uses the stride before the layer.")
def test_windows_are_what_reaches_an_output(student, seed):
    """For drawn layers, the pixels with a gradient are those from offset + u * stride on, size of them."""
    layers, length = drawn(seed, 3), 400
    x = torch.zeros(1, 1, length, requires_grad=True)
    out, expected = x, []
    for kernel, stride, padding in layers:
        out = torch.nn.functional.conv1d(out, torch.ones(1, 1, kernel), stride=stride, padding=padding)
        u = out.shape[-1] // 2
        one, two = (torch.autograd.grad(out[0, 0, v], x, retain_graph=True)[0][0, 0].nonzero()[:, 0] for v in (u, u + 1))
        step = int(two[0] - one[0])
        expected.append((int(one[-1] - one[0]) + 1, step, int(one[0]) - u * step))
    exactly(student, layers, expected)


@pytest.mark.hint("Return one row for every layer, in the order of the layers, and an empty list for none.")
def test_one_row_per_layer(student, seed):
    """No layers give an empty list, and a layer more adds a row and changes none of the others."""
    call, found = rows(student, [])
    holds(isinstance(found, torch.Tensor) and found.numel() == 0, call, "Expected an empty list.")
    _, few = rows(student, drawn(seed, 4))
    call, many = rows(student, drawn(seed, 5))
    fits = all(isinstance(table, torch.Tensor) and table.ndim == 2 for table in (few, many))
    holds(fits and len(few) == 4 and len(many) == 5, call, "Expected three numbers for each of the layers.")
    close(many[:4], few, call, rtol=0, atol=1e-9, what="table without its last row")


@pytest.mark.hint("A kernel of 1 with stride 1 and no padding sees what the layer before sees.")
def test_pointwise_layers_change_nothing(student, seed):
    """A 1x1 convolution repeats the row before it, and the first one sees a single pixel."""
    first, second = drawn(seed, 2)
    call, found = rows(student, [(1, 1, 0), first, (1, 1, 0), second, (1, 1, 0)])
    holds(isinstance(found, torch.Tensor) and found.shape == (5, 3), call, "Expected three numbers for each of the five layers.")
    close(found[0], torch.tensor([1.0, 1.0, 0.0]), call, rtol=0, atol=1e-9, what="first row")
    close(found[[2, 4]], found[[1, 3]], call, rtol=0, atol=1e-9, what="row of a 1x1 layer")


@pytest.mark.hint("Begin anew at every call: no lists that live outside the function, and leave `layers` as it is.")
def test_second_call_gives_the_same(student, seed):
    """A second call with the same list gives the same rows, and the list stays as it was."""
    layers = drawn(seed, 3)
    call = student.call("receptive_field", layers, times=2)
    first, second = (torch.as_tensor(value, dtype=torch.float64) for value in call.values)
    holds(first.shape == (3, 3), call, "Expected three numbers for each of the three layers.")
    close(second, first, call, rtol=0, atol=1e-9, what="second table")
    holds(not call.changed, call, "The list of layers was altered.")
