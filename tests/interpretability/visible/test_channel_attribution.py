"""Visible checks of channel_attribution."""

import pytest
import torch

from pixelgrad.nets import conv_net
from pixelgrad.testing import close, noise, shape, tensor, unchanged

NAME = "channel_attribution"


@pytest.mark.hint("One share per channel: (N, K).")
def test_one_share_per_channel(student, seed):
    """A layer of six channels gives six shares, for one image and for two."""
    for n in (1, 2):
        call = student.call(NAME, conv_net(), noise(seed, n, 3, 6, 8), "2", 0, 1)
        shape(call.value, (n, 6), call)


@pytest.mark.hint("Sum activation times gradient over the positions.")
def test_last_layer_by_hand(student, seed):
    """Before an average and weights of 4 and -8, the shares are 4 and -8 times the mean activations."""
    net, X = conv_net(classes=2, width=2), noise(seed, 2, 3, 6, 4)
    net[6].weight.data.copy_(torch.tensor([[4.0, -8.0], [0.0, 0.0]]))
    call = student.call(NAME, net, X, "3", 0, 1)
    close(call.value, torch.tensor([4.0, -8.0]) * net[:4](X).mean(dim=(2, 3)), call)


@pytest.mark.hint("Differentiate s_a - s_b, and keep the sign.")
def test_classes_exchanged(student, seed):
    """Exchanging the classes changes the sign."""
    net, X = conv_net(), noise(seed, 2, 3, 6, 8)
    one = tensor(student.channel_attribution(net, X, "2", 0, 3), None)
    call = student.call(NAME, net, X, "2", 3, 0)
    close(call.value, -one, call)


@pytest.mark.hint("Leave the images and the network as they were.")
def test_arguments_stay_as_they_were(student, seed):
    """The images and the network stay as they were."""
    unchanged(student.call(NAME, conv_net(), noise(seed, 2, 3, 6, 8), "0", 1))
