"""Visible checks of features."""

import pytest

from pixelgrad.testing import close, noise, shape, tensor
from pixelgrad.trial_probes import moody_net


@pytest.mark.hint("The values that go into the last layer: net[:-1].")
def test_shape(student, seed):
    """Four images and six hidden units give (4, 6)."""
    call = student.call("features", moody_net(seed=1), noise(seed, 4, 1, 4, 5))
    shape(call.value, (4, 6), call)


@pytest.mark.hint("The last layer, put on top, must give the scores.")
def test_last_layer_gives_the_scores(student, seed):
    """The last layer makes the scores of them."""
    net, X = moody_net(seed=1), noise(seed, 3, 1, 4, 5)
    call = student.call("features", net, X)
    shape(call.value, (3, 6), call)
    close(net[-1](tensor(call.value, call).float()), net(X), call, what="tensor of scores")


@pytest.mark.hint("net.eval() first: dropout must be off.")
def test_eval_mode(student, seed):
    """A network in training mode gives the same features."""
    X = noise(seed, 3, 1, 4, 5)
    call = student.call("features", moody_net(seed=1).train(), X)
    close(call.value, moody_net(seed=1)[:-1](X), call)
