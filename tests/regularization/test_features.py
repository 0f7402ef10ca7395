"""Hidden tests of features: layer by layer in double precision, and how the network was used.

The networks give other values in training mode and remember each batch. Tolerance: 1e-5. Accepted: arrays and tensors.
"""

import pytest
import torch

from pixelgrad.testing import close, holds, noise, unchanged
from pixelgrad.trial_probes import moody_maps, moody_net


def by_hand(net, X):
    """What goes into the last layer, in eval mode, in double precision."""
    builder = {"moody_net": moody_net, "moody_maps": moody_maps}[net._spec[0].split(":")[1]]
    net = builder(**{**net._spec[1], "dtype": "float64"})
    for layer in list(net)[:-1]:
        X = layer(X.double())
    return X


@pytest.mark.points(2)
@pytest.mark.hint("All layers but the last: net[:-1](X). Not the scores, and not what a layer before gave.")
def test_input_of_the_last_layer(student, seed):
    """What comes back is what goes into the last layer, for 1, 2 and 5 images, whatever the layer before it is."""
    for N in (1, 2, 5):
        for net in (moody_net(seed=seed + N), moody_maps(seed=seed + N)):
            X = noise(seed, N, 1, 4, 5)
            call = student.call("features", net, X)
            close(call.value, by_hand(net, X), call)


@pytest.mark.points(2)
@pytest.mark.hint("net.eval() before, torch.no_grad() around it.")
def test_taken_in_eval_mode(student, seed):
    """A network in training mode gives the features of eval mode, and no gradients are kept."""
    net, X = moody_net(seed=seed).train().requires_grad_(), noise(seed + 1, 4, 1, 4, 5)
    call = student.call("features", net, X, after=(0,))
    close(call.value, by_hand(net, X), call)
    holds(not any(call.after[0].get_submodule("0").gradients_while_shown()), call, "Gradients were on while images were shown.")


@pytest.mark.hint("X.split(batch_size), and put the parts together in order, the last, smaller one included.")
def test_batches(student, seed):
    """Seven images in batches of three give seven rows in order, and no batch is larger."""
    net, X = moody_net(seed=seed), noise(seed + 1, 7, 1, 4, 5)
    call = student.call("features", net, X, 3, after=(0,))
    close(call.value, by_hand(net, X), call)
    sizes = call.after[0].get_submodule("0").sizes()
    holds(max(sizes) <= 3, call, f"The batches had {sizes} images.")


@pytest.mark.hint("Put the mode back as it was, remove hooks, and leave the layers in their places.")
def test_network_stays_as_it_was(student, seed):
    """After two calls the mode is what it was, images and weights too, and the network still gives its scores."""
    X = noise(seed + 1, 3, 1, 4, 5)
    for training in (True, False):
        net = moody_net(seed=seed).train(training).requires_grad_()
        call = student.call("features", net, X, times=2, after=(0,))
        unchanged(call)
        close(call.values[1], by_hand(net, X), call)
        scores = moody_net(seed=seed)(X)
        close(call.after[0].eval()(X), scores, call, what="tensor of scores afterwards")


@pytest.mark.hint("Use reshape or flatten on what you did not make, not view; and no float() on double precision.")
def test_slices_and_double_precision(student, seed):
    """Float64 images that are not contiguous in memory have the features of their copies."""
    net = moody_net(seed=seed, dtype="float64")
    X = noise(seed, 5, 8, 4, 2, dtype=torch.float64).permute(3, 0, 2, 1)[:, :1, :, :5]  # (2, 1, 4, 5)
    call = student.call("features", net, X)
    close(call.value, by_hand(net, X), call, rtol=1e-10, atol=1e-12)
