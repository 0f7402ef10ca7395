"""Visible checks of spatial_attribution."""

import pytest
import torch

from pixelgrad.nets import conv_net
from pixelgrad.testing import close, holds, noise, shape, tensor, unchanged

NAME = "spatial_attribution"


@pytest.mark.hint("One share per position of the layer: (N, h, w), not resized.")
def test_one_share_per_position(student, seed):
    """A layer of 3 x 4 positions gives maps of 3 x 4, for one image and for two."""
    for n in (1, 2):
        call = student.call(NAME, conv_net(), noise(seed, n, 3, 6, 8), "2", 0, 1)
        shape(call.value, (n, 3, 4), call)


@pytest.mark.hint("Sum activation times gradient over the channels.")
def test_last_layer_by_hand(student, seed):
    """Before an average over 2 x 2 positions and weights of 4 and -8, a share is A_0 - 2 A_1."""
    net, X = conv_net(classes=2, width=2), noise(seed, 1, 3, 4, 4)
    net[6].weight.data.copy_(torch.tensor([[4.0, -8.0], [0.0, 0.0]]))
    A = net[:4](X)
    call = student.call(NAME, net, X, "3", 0, 1)
    close(call.value, A[:, 0] - 2 * A[:, 1], call)


@pytest.mark.hint("Differentiate s_a - s_b, and keep the sign.")
def test_classes_exchanged(student, seed):
    """Exchanging the classes changes the sign, and a class over itself gets nothing."""
    net, X = conv_net(), noise(seed, 2, 3, 6, 8)
    one = tensor(student.spatial_attribution(net, X, "2", 0, 3), None)
    call = student.call(NAME, net, X, "2", 3, 0)
    close(call.value, -one, call)
    holds(float(one.abs().max()) > 0, call, "All shares are 0.")


@pytest.mark.hint("Leave the images and the network as they were.")
def test_arguments_stay_as_they_were(student, seed):
    """The images and the network stay as they were."""
    unchanged(student.call(NAME, conv_net(), noise(seed, 2, 3, 6, 8), "0", 1))
