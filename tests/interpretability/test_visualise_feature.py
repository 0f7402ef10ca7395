"""Hidden tests of visualise_feature: each of its five steps alone, then the whole way on a network that bends.

Tolerance: 1e-5 of the largest pixel, 1e-4 after several steps; a blur is compared away from the border, to 2 %.
Accepted: any way to draw the shifts, a blur of one's own. Not covered: the distribution of the shifts.
"""

import pytest
import torch

from pixelgrad import objectives
from pixelgrad.images import blur_image
from pixelgrad.layered import skip_net
from pixelgrad.nets import conv_net, linear_net
from pixelgrad.testing import close, finite, holds, noise, shape, tensor, unchanged, within

NAME = "visualise_feature"
BARE = {"max_jitter": 1, "smoothness": 0.0}  # nothing but the steps and the clamp
LOW, HIGH = torch.tensor([[-2.11791, -2.03572, -1.80445], [2.24891, 2.42858, 2.64001]])[:, :, None, None]


def paint(student, net, objective, steps, start, **options):
    return student.call(NAME, net, objective, steps, start, **options)


def walk(net, objective, steps, X, rate):
    """The bare way: each image moves along its own part of the gradient, by `rate`, and is clamped."""
    for _ in range(steps):
        X = X.detach().requires_grad_()
        (g,) = torch.autograd.grad(objective(net, X), X)
        X = X.detach() + rate * g / g.flatten(1).norm(dim=1).view(-1, 1, 1, 1)
        X = torch.minimum(torch.maximum(X, LOW.to(X)), HIGH.to(X))
    return X


@pytest.mark.points(2)
@pytest.mark.hint("Move uphill by learning_rate times the gradient divided by its norm.")
def test_one_step_by_hand(student, seed):
    """On a linear network a step adds the weights of the class, scaled to the length of the learning rate."""
    net, start = linear_net(3, 4, 5, classes=3, seed=seed), 0.1 * noise(seed + 1, 1, 3, 4, 5)
    w = net[1].weight[2].view(1, 3, 4, 5)
    for rate in (0.2, 0.9):
        call = paint(student, net, objectives.classes([2]), 1, start, learning_rate=rate, **BARE)
        close(call.value, start + rate * w / w.norm(), call)


@pytest.mark.points(2)
@pytest.mark.hint("Take the gradient of the objective where the image stands, `steps` times, and go on from there.")
def test_whole_way_on_a_network_that_bends(student, seed):
    """Five steps follow the objective's gradient where the image stands, for a channel and for a neuron."""
    net, start = skip_net(seed=seed, dtype="float64"), 0.3 * noise(seed + 1, 1, 3, 6, 7, dtype=torch.float64)
    for objective in (objectives.channels("block", [3]), objectives.neurons("stem", [1], (2, 5))):
        call = paint(student, net, objective, 5, start, learning_rate=0.7, **BARE)
        close(call.value, walk(net, objective, 5, start, 0.7), call, rtol=1e-5, atol=1e-5)


@pytest.mark.points(2)
@pytest.mark.hint("Divide the gradient of each image by its own norm, not by that of the batch.")
def test_images_do_not_influence_one_another(student, seed):
    """The pictures of a batch of 3 are those that each image gets alone."""
    net, start = conv_net(seed=seed), 0.3 * noise(seed + 1, 3, 3, 6, 7)
    net[6].weight.data[1] *= 30  # of very different size
    call = paint(student, net, objectives.classes([0, 1, 2]), 3, start, learning_rate=0.6, **BARE)
    shape(call.value, (3, 3, 6, 7), call)
    alone = [walk(net, objectives.classes([k]), 3, start[k : k + 1], 0.6) for k in range(3)]
    close(call.value, torch.cat(alone), call, atol=1e-4)


@pytest.mark.hint("Clamp with clamp_to_valid after the step: every channel has its own range.")
def test_pixels_stay_valid(student, seed):
    """With long steps every channel stays within its own valid range, and reaches it."""
    net, start = conv_net(seed=seed, dtype="float64"), noise(seed + 1, 2, 3, 6, 7, dtype=torch.float64)
    call = paint(student, net, objectives.classes([1, 2]), 3, start, learning_rate=60.0, **BARE)
    within(call.value, LOW - 1e-4, HIGH + 1e-4, call)
    close(call.value, walk(net, objectives.classes([1, 2]), 3, start, 60.0), call, atol=1e-3)


@pytest.mark.hint("Roll the image back by (-ox, -oy) after the step.")
def test_shift_is_undone(student, seed):
    """Without a step (learning rate 0) shifts make no difference."""
    start = noise(seed, 2, 3, 9, 11).clamp(-1.5, 1.5)
    for steps in (1, 2, 3):
        call = paint(student, conv_net(seed=seed), objectives.classes([0, 1]), steps, start, learning_rate=0.0, smoothness=0.0)
        close(call.value, start, call)


@pytest.mark.points(2)
@pytest.mark.hint("Draw a new shift below max_jitter in every step and take the gradient at the shifted image.")
def test_image_is_shifted(student, seed):
    """On a linear network five steps with shifts add the weights at other places: not five times at one."""
    net, start = linear_net(3, 9, 11, classes=2, seed=seed), torch.zeros(1, 3, 9, 11)
    w = net[1].weight[1].view(1, 3, 9, 11) / net[1].weight[1].norm()
    call = paint(student, net, objectives.classes([1]), 5, start, learning_rate=0.5, max_jitter=8, smoothness=0.0)
    added = tensor(call.value, call)
    close(added.sum(dim=(2, 3)), 5 * 0.5 * w.sum(dim=(2, 3)), call, atol=1e-3, what="sum of each colour")
    still = float(added.norm()) / 2.5  # 1 where nothing was shifted
    holds(still < 0.95, call, "The five steps went to the same place: the image was never shifted.")


@pytest.mark.hint("Blur with sigma = smoothness after every step.")
def test_image_is_smoothed(student, seed):
    """Without a step the start is blurred by sigma in each of two rounds, and with sigma 0 not at all."""
    start, inside = noise(seed, 1, 3, 24, 26).clamp(-1.5, 1.5), (..., slice(9, -9), slice(9, -9))
    for sigma in (0.6, 1.0):
        call = paint(student, conv_net(seed=seed), objectives.classes([0]), 2, start, learning_rate=0.0, max_jitter=1, smoothness=sigma)
        expected = blur_image(blur_image(start, sigma), sigma)
        close(tensor(call.value, call)[inside], expected[inside], call, rtol=0.02, atol=0.02)


@pytest.mark.hint("Where the gradient is zero there is no direction: clamp the norm away from 0 before you divide.")
def test_flat_objective_leaves_the_image(student, seed):
    """An image whose objective is flat stays as it is, and the others of the batch move."""
    net, start = linear_net(3, 4, 5, classes=2, seed=seed), 0.1 * noise(seed + 1, 2, 3, 4, 5)
    net[1].weight.data[0] = 0
    w = net[1].weight[1].view(1, 3, 4, 5)
    call = paint(student, net, objectives.classes([0, 1]), 2, start, learning_rate=0.2, **BARE)
    finite(call.value, call)
    close(call.value, torch.cat([start[:1], start[1:] + 0.4 * w / w.norm()]), call)


@pytest.mark.hint("Keep the defaults of the stub: learning_rate=8.0, max_jitter=8, smoothness=0.5.")
def test_defaults_are_those_of_the_stub(student, seed):
    """Where a score asks for a colour everywhere, three default steps raise it by 3 * 8 times its slope, and smooth the noise."""
    net, start = linear_net(3, 16, 18, classes=1), 0.1 * noise(seed, 1, 3, 16, 18)
    net[1].weight.data[0] = noise(seed + 1, 3).repeat_interleave(16 * 18)  # no shift and no blur changes that
    call = paint(student, net, objectives.classes([0]), 3, start)
    image = tensor(call.value, call)
    rise = net(image.float()) - net(start)
    close(rise, 24 * net[1].weight.norm().view(1, 1), call, rtol=0.03, what="rise of the score")
    rough = [float(x.diff(dim=3).abs().mean()) for x in (start, image)]
    holds(rough[1] < 0.8 * rough[0], call, "Neighbours differ by {:.3g} at the start and by {:.3g} in the result.".format(*rough))


@pytest.mark.hint("Work on a detached copy, leave the network alone, and keep nothing between two calls.")
def test_start_of_the_caller_is_kept(student, seed):
    """A second call with the same start gives the same pictures, and the start and the network stay as they were."""
    net, start = conv_net(seed=seed), 0.3 * noise(seed + 1, 2, 3, 6, 7)
    objective = objectives.channels("2", [1, 4])
    call = paint(student, net, objective, 3, start, learning_rate=0.5, times=2, **BARE)
    unchanged(call)
    close(call.values[1], walk(net, objective, 3, start, 0.5), call, atol=1e-4)


@pytest.mark.hint("Do not convert to float32 on the way, and use reshape, not view, on tensors that you did not make.")
def test_double_precision_slices(student, seed):
    """Float64 images that are not contiguous in memory are painted alike."""
    net = conv_net(seed=seed, dtype="float64")
    start = 0.3 * noise(seed, 2, 12, 9, 3, dtype=torch.float64).permute(0, 3, 1, 2)[:, :, ::2, 1:8]  # (2, 3, 6, 7)
    objective = objectives.directions("0", noise(seed, 2, 6).tolist())
    call = paint(student, net, objective, 2, start, learning_rate=0.5, **BARE)
    close(call.value, walk(net, objective, 2, start, 0.5), call, rtol=1e-10, atol=1e-12)
