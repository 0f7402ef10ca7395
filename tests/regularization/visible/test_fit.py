"""Visible checks of evaluate and fit."""

import pytest
import torch
from torch.nn.functional import cross_entropy

from pixelgrad.testing import close, holds, noise
from pixelgrad.trial_probes import gauge, moody_net


@pytest.mark.hint("cross_entropy over all images, in eval mode.")
def test_loss(student, seed):
    """The loss of five images is their mean cross-entropy."""
    net, X, y = moody_net(seed=1), noise(seed, 5, 1, 4, 5), torch.tensor([0, 1, 2, 0, 1])
    call = student.call("evaluate", net, X, y)
    holds(isinstance(call.value, list | tuple) and len(call.value) == 2, call, "Expected two numbers: the loss and the accuracy.")
    close(call.value[0], cross_entropy(net(X), y), call, what="loss")


@pytest.mark.hint("argmax over the classes, compared with y; a float from 0 to 1.")
def test_accuracy(student, seed):
    """The labels that the network gives have an accuracy of 1, all others 0."""
    net, X = moody_net(seed=1), noise(seed, 6, 1, 4, 5)
    for shift, share in ((0, 1.0), (1, 0.0)):
        call = student.call("evaluate", net, X, (net(X).argmax(dim=1) + shift) % 3)
        close(call.value[1], torch.tensor(share), call, what="accuracy")


def fitted(student, **options):
    y = torch.arange(20) % 2
    X = noise(3, 20, 1, 4, 5) + 2 * (2.0 * y.view(-1, 1, 1, 1) - 1)
    net = moody_net(seed=1).train().requires_grad_()
    call = student.call("fit", net, (X, y), (X[:4], y[:4]), bind={"evaluate": gauge()}, after=(0,), **options)
    return call, X, y


@pytest.mark.hint("One dictionary per epoch, with 'train' and 'val'.")
def test_history(student):
    """Two epochs give a list of two dictionaries."""
    call, _, _ = fitted(student, epochs=2, lr=0.01)
    fits = isinstance(call.value, list) and len(call.value) == 2 and all({"train", "val"} <= set(row) for row in call.value)
    holds(fits, call, "Expected a list of two dictionaries with 'train' and 'val'.")


@pytest.mark.hint("X[batch] for the parts of torch.randperm(len(X)).split(batch_size).")
def test_batches(student):
    """Twenty images in batches of eight: 8, 8 and 4."""
    call, _, _ = fitted(student, epochs=1, lr=0.01, batch_size=8)
    sizes = [len(batch) for batch in call.after[0].get_submodule("0").trained_on()]
    holds(sizes == [8, 8, 4], call, f"The batches had {sizes} images.")


@pytest.mark.hint("zero_grad, backward, step: is each of them there?")
def test_learns(student):
    """Two kinds of images that are far apart are told apart."""
    call, X, y = fitted(student, epochs=20, lr=0.02, batch_size=5)
    right = float((call.after[0].eval()(X).argmax(dim=1) == y).float().mean())
    holds(right > 0.9, call, f"It is right for {right:.0%} of the images it was trained on.")
