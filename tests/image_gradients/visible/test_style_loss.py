"""Visible checks of style_loss. gram_matrix is a stand-in here: the mean of each channel."""

import pytest
import torch

from pixelgrad.standins import summary
from pixelgrad.testing import close, holds


def flat(*values):
    """Feature maps (1, 2, 2, 3) of two constant channels for each pair of values."""
    return [torch.tensor(pair).view(1, 2, 1, 1).expand(1, 2, 2, 3).contiguous() for pair in values]


def ask(student, pairs, layers, targets, weights, **options):
    """Call style_loss with channels' means as targets; the call, and what is right by hand.

    A solution that does without gram_matrix is asked for the loss of Gram matrices instead.
    """
    chosen = [(*pairs[k], *target, weight) for k, target, weight in zip(layers, targets, weights, strict=True)]
    try:
        means = [torch.tensor([target]) for target in targets]
        call = student.call("style_loss", flat(*pairs), layers, means, weights, bind={"gram_matrix": summary()}, **options)
        right = sum(w * ((a - p) ** 2 + (b - q) ** 2) for a, b, p, q, w in chosen)
        close(call.value, torch.tensor(right), call)
    except Exception as error:  # noqa: BLE001 - it need not call gram_matrix; if the other way fails, too, this is what is told
        grams = [torch.tensor([[[p * p, p * q], [p * q, q * q]]]) / 2 for p, q in targets]
        try:
            call = student.call("style_loss", flat(*pairs), layers, grams, weights, **options)
            parts = [w * ((a * a - p * p) ** 2 + 2 * (a * b - p * q) ** 2 + (b * b - q * q) ** 2) for a, b, p, q, w in chosen]
            close(call.value, torch.tensor(sum(parts) / 4), call)
        except Exception:  # noqa: BLE001
            raise error from None
    return call


@pytest.mark.hint("The weight times the sum of the squared differences, with your gram_matrix of the layer.")
def test_one_layer_by_hand(student):
    """With one layer, differences of 1 and 2 and a weight of 3 give 3 * (1 + 4)."""
    ask(student, [(4.0, 5.0)], [0], [(3.0, 7.0)], [3.0])


@pytest.mark.hint("Add up the layers and return after the loop, not inside it.")
def test_two_layers_add_up(student):
    """With two layers the losses add up: 10 * 1 + 1 * 4."""
    ask(student, [(1.0, 0.0), (0.0, 2.0)], [0, 1], [(0.0, 0.0), (0.0, 0.0)], [10.0, 1.0])


@pytest.mark.hint("feats is indexed by the number of the layer; targets and weights by the place in style_layers.")
def test_layers_are_picked(student):
    """Of three layers only those in style_layers count, each with its own target."""
    ask(student, [(1.0, 0.0), (9.0, 9.0), (0.0, 2.0)], [2, 0], [(0.0, 1.0), (1.0, 3.0)], [10.0, 1.0])


@pytest.mark.hint("Build the loss from feats themselves: no .data, .item() or detach().")
def test_gradient_reaches_the_features(student):
    """The loss has a gradient with respect to the features."""
    call = ask(student, [(1.0, 0.0)], [0], [(0.0, 0.0)], [1.0], wrt=(0,))
    holds(call.grads[0] is not None and call.grads[0][0] is not None, call, "The loss has no gradient with respect to feats.")
