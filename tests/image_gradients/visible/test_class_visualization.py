"""Visible checks of class_visualization_step and create_class_visualization."""

import pytest
import torch

from pixelgrad.nets import linear_net, pooled_net
from pixelgrad.testing import close_to_any, finite, holds, noise, shape, tensor, unchanged, within

LOW, HIGH = torch.tensor([[-2.11791, -2.03572, -1.80445], [2.24891, 2.42858, 2.64001]])[:, :, None, None]


def step(student, img, *args):
    """Call the step; return the call and the image, whether it was returned or written into img."""
    try:
        call = student.call("class_visualization_step", img, *args, after=(0,))
    except Exception:  # noqa: BLE001 - some steps expect an img that requires gradients; what is wrong with both is raised below
        call = student.call("class_visualization_step", img.clone().requires_grad_(), *args, after=(0,))
    return call, call.after[0] if call.value is None else call.value


def picture(student, target, net, **options):
    """Call create_class_visualization; return the call and the picture as a tensor of the right shape."""
    call = student.call("create_class_visualization", target, net, **options)
    shape(call.value, (1, 3, 224, 224), call)
    finite(call.value, call)
    return call, tensor(call.value, call).float()


def single_pixel_net(weight):
    """A 3x2x2 image: class 0 scores 0, class 1 scores `weight` times the first red pixel."""
    net = linear_net(3, 2, 2, classes=2)
    net[1].weight.data.zero_()
    net[1].weight.data[1, 0] = weight
    return net


@pytest.mark.hint("Return an image of the same shape, or change img in place.")
def test_step_keeps_the_shape(student, seed):
    """The step keeps the shape of the image."""
    call, image = step(student, noise(seed, 1, 3, 6, 5), 1, pooled_net(cells=2), 1e-3, 5.0)
    shape(image, (1, 3, 6, 5), call)


@pytest.mark.hint("Add learning_rate times the gradient (divided by its norm or not) of the target's score.")
def test_step_climbs_the_target_score(student):
    """Without regularisation the step raises only the pixel that the target's score depends on."""
    call, image = step(student, torch.zeros(1, 3, 2, 2), 1, single_pixel_net(4.0), 0.0, 0.5)
    pixel = torch.eye(1, 12).view(1, 3, 2, 2)
    close_to_any(image, [0.5 * pixel, 2.0 * pixel], call)  # normalised; raw


@pytest.mark.hint("Build l2_reg * (img ** 2).sum() from the img you differentiate: no .data, no .item(), no sqrt.")
def test_regularisation_pulls_towards_zero(student):
    """Where the score is flat, the step shrinks the image straight towards zero."""
    img = torch.zeros(1, 3, 2, 2)
    img[0, 1, 1, 0] = 3.0
    call, image = step(student, img, 0, single_pixel_net(4.0), 0.25, 1.0)
    close_to_any(image, [img * 2 / 3, img * 0.5], call)  # normalised: 3 - 1; raw: 3 - 1 * 2 * 0.25 * 3


@pytest.mark.hint("Leave the network as it was: no train(), no changed weights, no gradients left in them.")
def test_network_stays_as_it_was(student, seed):
    """The network stays as it was."""
    call, _ = step(student, noise(seed, 1, 3, 6, 5), 1, pooled_net(cells=2), 1e-3, 5.0)
    unchanged(call, allow=("argument 0",))


@pytest.mark.hint("Return the image, every channel c clamped to [-mean[c] / std[c], (1 - mean[c]) / std[c]].")
def test_picture_stays_in_range(student):
    """The picture has shape (1, 3, 224, 224) and stays within the valid range of every channel."""
    call, image = picture(student, 1, pooled_net(), num_iterations=2)
    within(image, LOW - 1e-4, HIGH + 1e-4, call)


@pytest.mark.hint("Keep the image that each step gives, and use num_iterations from kwargs.")
def test_picture_raises_the_score(student):
    """Twelve iterations raise the score of the target class above that after one."""
    net = pooled_net()
    _, first = picture(student, 2, net, num_iterations=1)
    call, last = picture(student, 2, net, num_iterations=12)
    low, high = (float(net(image)[0, 2]) for image in (first, last))
    holds(high > low + 5, call, f"The score is {low:.3g} after 1 iteration and {high:.3g} after 12.")
