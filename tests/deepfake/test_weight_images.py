"""Hidden tests of weight_images: weights that are numbered, and images that ask for one weight.

The classifier has weights from the test and the layer `dense`; no two of its sizes are equal. Accepted: a tensor or an
array, with or without a graph. Tolerance: 1e-5 of the largest weight.
"""

import numpy as np
import pytest
import torch

from pixelgrad.learners import linear_classifier
from pixelgrad.testing import close, noise, shape, unchanged


@pytest.mark.points(2)
@pytest.mark.hint("The channels came last: reshape each row to (h, w, c) in this order, not to (c, h, w).")
def test_channels_come_last(student, seed):
    """Weights numbered in the order of the flattened image (2, 5, 3) come back as 0, 1, 2 in the first pixel, 3, 4, 5 in the next."""
    net = linear_classifier(30, seed=seed)
    net.dense.weight.data.copy_(torch.arange(60.0).view(2, 30) + seed % 50)
    call = student.call("weight_images", net, 2, 5)
    shape(call.value, (2, 2, 5, 3), call)
    close(call.value, torch.arange(60.0).view(2, 2, 5, 3) + seed % 50, call)


@pytest.mark.points(2)
@pytest.mark.hint("Rows of the image before its columns: reshape(classes, h, w, -1), not (classes, w, h, -1).")
def test_each_weight_is_where_it_works(student, seed):
    """The score of an image that is 1 at one place and 0 elsewhere is the weight at this place."""
    net, (h, w, c) = linear_classifier(4 * 3 * 2, seed=seed), (4, 3, 2)
    net.dense.bias.data.zero_()
    call = student.call("weight_images", net, h, w)
    shape(call.value, (2, h, w, c), call)
    places = torch.eye(h * w * c).view(-1, h, w, c)
    close(call.value, net(places).T.reshape(2, h, w, c), call)


@pytest.mark.hint("Return one image for every class: the first axis is that of the classes.")
def test_one_image_per_class(student, seed):
    """Three classes give three images, each from its own row."""
    net = linear_classifier(24, classes=3, seed=seed)
    net.dense.weight.data.add_(10 * torch.arange(3.0)[:, None])
    call = student.call("weight_images", net, 3, 4)
    shape(call.value, (3, 3, 4, 2), call)
    close(call.value, net.dense.weight.view(3, 3, 4, 2), call)


@pytest.mark.hint("Work out c from the weights, h * w * c of them a class: reshape(classes, h, w, -1).")
def test_any_number_of_channels(student, seed):
    """The number of channels follows from that of the features: 1, 3 or 5."""
    for c in (1, 3, 5):
        net = linear_classifier(2 * 4 * c, seed=seed)
        call = student.call("weight_images", net, 2, 4)
        shape(call.value, (2, 2, 4, c), call)
        close(call.value, net.dense.weight.view(2, 2, 4, c), call)


@pytest.mark.hint("The weights as they are: not scaled, not absolute, without the bias and with their sign.")
def test_weights_are_not_scaled(student, seed):
    """Large and negative weights come back unchanged, whatever the bias."""
    net = linear_classifier(30, seed=seed)
    net.dense.weight.data.copy_(noise(seed, 2, 30) * 50 - 7)
    net.dense.bias.data.fill_(100.0)
    call = student.call("weight_images", net, 5, 3)
    close(call.value, net.dense.weight.view(2, 5, 3, 2), call)


@pytest.mark.hint("Take a copy before you change anything: weight.detach().clone().")
def test_classifier_stays_as_it_was(student, seed):
    """A second call gives the same, and the classifier is unchanged."""
    net = linear_classifier(24, seed=seed)
    call = student.call("weight_images", net, 4, 2, times=2)
    unchanged(call)
    close(call.values[1], np.asarray(net.dense.weight).reshape(2, 4, 2, 3), call)
