"""Visible checks of LinearClassifier and train_linear."""

import pytest
import torch

from pixelgrad.learners import classifier_maker
from pixelgrad.testing import close, holds, noise, shape, tensor


@pytest.mark.hint("self.dense = torch.nn.Linear(features, classes); forward returns self.dense(X.flatten(1)).")
def test_scores(student, seed):
    """Images (5, 2, 3, 4) give scores (5, 2)."""
    call = student.call("LinearClassifier", 24)
    shape(call.value(noise(seed, 5, 2, 3, 4)), (5, 2), call, "tensor of scores")


@pytest.mark.hint("No softmax and no relu: the cross-entropy wants raw scores.")
def test_scores_are_linear(student, seed):
    """Twice the image moves the scores twice as far from those of a black one."""
    call = student.call("LinearClassifier", 24)
    X = noise(seed, 3, 2, 3, 4)
    once, twice, black = (tensor(call.value(factor * X), call) for factor in (1, 2, 0))
    close(twice - black, 2 * (once - black), call, rtol=1e-4, atol=1e-4, what="change of the scores")


def trained(student, X, y, **options):
    call = student.call("train_linear", X, y, bind={"LinearClassifier": classifier_maker(1)}, after=("LinearClassifier",), **options)
    maker = call.after["LinearClassifier"]
    holds(maker.count() == 1, call, f"It made {maker.count()} classifiers with LinearClassifier(features, classes); expected one.")
    return call, maker


@pytest.mark.hint("Every epoch goes through all images, in batches of batch_size; the last batch may be smaller.")
def test_batches(student, seed):
    """Five images in batches of two, for two epochs: six steps."""
    call, maker = trained(student, noise(seed, 5, 2, 3, 1), torch.tensor([0, 0, 1, 1, 1]), epochs=2, batch_size=2)
    sizes = [len(batch) for batch in maker.shown()]
    holds(sizes == [2, 2, 1, 2, 2, 1], call, f"The batches had {sizes} images.")


@pytest.mark.hint("Adam's first step moves every weight by the rate.")
def test_first_step(student, seed):
    """One step with a rate of 0.01 moves the weights by up to 0.01."""
    X, y = noise(seed, 6, 2, 3, 1), torch.tensor([0, 0, 0, 1, 1, 1])
    call, maker = trained(student, X, y, epochs=1, batch_size=6, lr=0.01)
    first = classifier_maker(1)(6).dense.weight
    moved = (tensor(maker.weights()[0], call) - first.double()).abs()
    close(moved, torch.full((2, 6), 0.01), call, rtol=0.02, what="step of the weights")


@pytest.mark.hint("Shuffle labels together with their images, and let the loss go down.")
def test_learns(student, seed):
    """Two sets that are far apart are told apart."""
    y = torch.arange(80) * 2 // 80
    X = noise(seed, 80, 3, 2, 2) + 2 * (2.0 * y.view(-1, 1, 1, 1) - 1)
    call, _ = trained(student, X, y, batch_size=8, lr=0.05)
    right = float((tensor(call.value(X), call).argmax(dim=1) == y).double().mean())
    holds(right > 0.95, call, f"It is right for {right:.0%} of the images it was trained on.")
