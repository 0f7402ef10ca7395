"""Visible checks of receptive_field: one layer, two layers, and the pixels that reach an output."""

import pytest
import torch

from pixelgrad.testing import close, holds


def table(student, layers):
    """Call the function; return the call and its rows as a tensor, (len(layers), 3)."""
    call = student.call("receptive_field", layers)
    try:
        found = torch.as_tensor(call.value, dtype=torch.float64)
    except (TypeError, ValueError, RuntimeError):
        found = torch.zeros(0)
    fits = tuple(found.shape) == (len(layers), 3)
    holds(fits, call, f"Expected a list of {len(layers)} rows, each of a size, a stride and an offset.")
    return call, found


@pytest.mark.hint("Return a list with one row (size, stride, offset) for every layer.")
def test_one_layer_is_its_own_window(student):
    """A single layer (5, 2, 1) sees 5 pixels, moves by 2, and begins at pixel -1."""
    call, found = table(student, [(5, 2, 1)])
    close(found, torch.tensor([[5.0, 2.0, -1.0]]), call, what="table")


@pytest.mark.hint("The second layer's kernel counts in steps of the first layer's stride: 5 + (3 - 1) * 2.")
def test_two_layers_by_hand(student):
    """Layers (5, 2, 1) and (3, 1, 1) see 5 and 9 pixels, move by 2, and begin at -1 and -3."""
    call, found = table(student, [(5, 2, 1), (3, 1, 1)])
    close(found, torch.tensor([[5.0, 2.0, -1.0], [9.0, 2.0, -3.0]]), call, what="table")


@pytest.mark.hint("Activation u begins at offset + u * stride and sees `size` pixels. Which of the three is off?")
def test_gradient_reaches_just_these_pixels(student):
    """In a chain of three convolutions, the pixels with a gradient are those of the window."""
    layers = [(3, 1, 1), (4, 3, 0), (3, 2, 1)]
    call, found = table(student, layers)
    x = torch.zeros(1, 1, 80, requires_grad=True)
    out = x
    for kernel, stride, padding in layers:
        out = torch.nn.functional.conv1d(out, torch.ones(1, 1, kernel), stride=stride, padding=padding)
    (grad,) = torch.autograd.grad(out[0, 0, 5], x)
    size, stride, offset = found[-1].tolist()
    inside = [pixel for pixel in range(80) if offset + 5 * stride <= pixel < offset + 5 * stride + size]
    holds(grad[0, 0].nonzero()[:, 0].tolist() == inside, call, "Activation 5 of the last layer sees other pixels.")


@pytest.mark.hint("A list of no layers is no special case if you append a row per layer.")
def test_no_layers_no_rows(student):
    """No layers give an empty list."""
    call = student.call("receptive_field", [])
    holds(isinstance(call.value, list | tuple) and not call.value, call, "Expected an empty list.")
