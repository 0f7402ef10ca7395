"""Visible checks of visualise_feature."""

import pytest
import torch

from pixelgrad import objectives
from pixelgrad.nets import conv_net, linear_net
from pixelgrad.testing import close, finite, holds, noise, shape, tensor, unchanged, within

NAME = "visualise_feature"
BARE = {"max_jitter": 1, "smoothness": 0.0}
LOW, HIGH = torch.tensor([[-2.11791, -2.03572, -1.80445], [2.24891, 2.42858, 2.64001]])[:, :, None, None]


@pytest.mark.hint("Return a batch of images of the shape of start.")
def test_shape_is_kept(student, seed):
    """Two images that are wider than high come back as two such images, with valid pixels."""
    call = student.call(NAME, conv_net(), objectives.classes([0, 1]), 3, noise(seed, 2, 3, 10, 12))
    shape(call.value, (2, 3, 10, 12), call)
    within(call.value, LOW - 1e-4, HIGH + 1e-4, call)


@pytest.mark.hint("A step is learning_rate * g / norm(g), uphill.")
def test_step_by_hand(student):
    """One red pixel of weight 4 counts: three steps of 0.5 make it 1.5, and no other pixel moves."""
    net = linear_net(3, 2, 2, classes=1)
    net[1].weight.data.zero_()[0, 0] = 4.0
    call = student.call(NAME, net, objectives.classes([0]), 3, torch.zeros(1, 3, 2, 2), learning_rate=0.5, **BARE)
    close(call.value, 1.5 * torch.eye(1, 12).view(1, 3, 2, 2), call)


@pytest.mark.hint("The norm is that of each image's own gradient: sum over all axes but the first.")
def test_each_image_has_its_own_norm(student):
    """Of two images one has a gradient a hundred times larger: both move by the learning rate."""
    net, pixel = linear_net(3, 2, 2, classes=2), torch.eye(1, 12).view(1, 3, 2, 2)
    net[1].weight.data.zero_()[:, 0] = torch.tensor([0.1, 10.0])
    call = student.call(NAME, net, objectives.classes([0, 1]), 1, torch.zeros(2, 3, 2, 2), learning_rate=0.5, **BARE)
    close(call.value, 0.5 * pixel.expand(2, 3, 2, 2), call)


@pytest.mark.hint("Shift back by (-ox, -oy) after the step, and blur with sigma = smoothness.")
def test_without_a_step_only_the_blur_remains(student, seed):
    """With a learning rate of 0 shifts leave no trace, and a blur makes neighbours more alike."""
    start = noise(seed, 1, 3, 16, 18).clamp(-1.5, 1.5)
    call = student.call(NAME, conv_net(), objectives.classes([0]), 3, start, learning_rate=0.0, smoothness=0.0)
    close(call.value, start, call)
    call = student.call(NAME, conv_net(), objectives.classes([0]), 3, start, learning_rate=0.0, smoothness=1.0)
    rough = [float(tensor(image, call).diff(dim=3).abs().mean()) for image in (start, call.value)]
    holds(rough[1] < 0.6 * rough[0], call, "Neighbours differ by {:.3g} before and by {:.3g} after.".format(*rough))


@pytest.mark.hint("Clamp the norm away from zero before you divide by it.")
def test_flat_objective(student, seed):
    """Where the objective does not depend on the image, the image stays finite."""
    net = linear_net(3, 4, 5, classes=1)
    net[1].weight.data.zero_()
    call = student.call(NAME, net, objectives.classes([0]), 2, noise(seed, 1, 3, 4, 5))
    finite(call.value, call)


@pytest.mark.hint("Leave start and the network as they were.")
def test_start_stays_as_it_was(student, seed):
    """The start and the network stay as they were."""
    unchanged(student.call(NAME, conv_net(), objectives.channels("2", [1]), 2, noise(seed, 1, 3, 8, 9)))
