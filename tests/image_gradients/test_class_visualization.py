"""Hidden tests of class_visualization_step and create_class_visualization.

Accepted: a step along the normalised or the raw gradient, returned or written into img, with img passed as a plain
tensor or one that requires gradients. Tolerance: 1e-5 of the largest pixel. Not covered: the kernel of the blur and
the distribution of the jitter. Pictures are asked for in a small size; a function that knows no `size`, as in the
original course, paints its 224 pixels, and that is right, too.
"""

import pytest
import torch

from pixelgrad.nets import conv_net, linear_net, pooled_net
from pixelgrad.testing import close, close_to_any, finite, holds, noise, shape, tensor, unchanged, within

SMALL = {"size": 32, "max_jitter": 2}  # a fiftieth of the pixels; jitter of half a cell, as 16 is in 224 pixels
LOW, HIGH = torch.tensor([[-2.11791, -2.03572, -1.80445], [2.24891, 2.42858, 2.64001]])[:, :, None, None]


def both(img, target, net, l2_reg, rate):
    """The two right answers of a step along d(s_y - l2_reg * ||I||^2) / dI: normalised, raw."""
    leaf = img.clone().requires_grad_()
    (g,) = torch.autograd.grad(net(leaf)[0, target] - l2_reg * (leaf**2).sum(), leaf)
    return [img + rate * g / g.norm(), img + rate * g]


def step(student, img, *args, **options):
    """Call the step; return the call and the image, whether it was returned or written into img."""
    try:
        call = student.call("class_visualization_step", img, *args, after=(0,), **options)
    except Exception:  # noqa: BLE001 - some steps expect an img that requires gradients; what is wrong with both is raised below
        call = student.call("class_visualization_step", img.clone().requires_grad_(), *args, after=(0,), **options)
    return call, call.after[0] if call.value is None else call.value


def picture(student, target, net, **options):
    """Call create_class_visualization; return the call and the picture as a tensor of the right shape."""
    try:
        call = student.call("create_class_visualization", target, net, **options)
    except Exception as error:  # it need not know `size`
        if "'size'" not in str(error):
            raise
        del options["size"]
        call = student.call("create_class_visualization", target, net, **options)
    image = tensor(call.value, call).float()
    if image.shape != (1, 3, 224, 224):
        shape(image, (1, 3, *[options.get("size", 224)] * 2), call)
    finite(image, call)
    return call, image


@pytest.mark.points(2)
@pytest.mark.hint("Add learning_rate times the gradient of the raw score of target_y, divided by its norm or not.")
def test_step_climbs_the_raw_score(student, seed):
    """Without regularisation a step on a linear network follows the weights of the target class."""
    net, img = linear_net(3, 4, 5, classes=3, seed=seed), noise(seed + 1, 1, 3, 4, 5)
    target = int(net(img).argmin())
    w = net[1].weight[target].view(1, 3, 4, 5)
    call, image = step(student, img, target, net, 0.0, 1.5)
    close_to_any(image, [img + 1.5 * w / w.norm(), img + 1.5 * w], call)


@pytest.mark.points(2)
@pytest.mark.hint("The penalty needs its gradient: build it from img itself, without .data, .item() or detach().")
def test_regularisation_has_a_gradient(student, seed):
    """Where the score is flat, the step shrinks the image straight towards zero."""
    net, img = linear_net(3, 4, 5, classes=2, seed=seed), noise(seed + 1, 1, 3, 4, 5)
    net[1].weight.data[1] = 0
    call, image = step(student, img, 1, net, 0.2, 0.5)
    close_to_any(image, [img - 0.5 * img / img.norm(), img - 0.5 * 0.4 * img], call)


@pytest.mark.points(2)
@pytest.mark.hint("The penalty is l2_reg * (img ** 2).sum(): the norm is squared, and the weight is l2_reg as given.")
def test_norm_is_squared(student, seed):
    """Score and penalty are balanced: the step is right for a small and for a large l2_reg."""
    img, net = noise(seed, 1, 3, 6, 5), conv_net(seed=seed + 1)
    for l2_reg in (0.003, 0.3):
        call, image = step(student, img, 3, net, l2_reg, 2.0)
        close_to_any(image, both(img, 3, net, l2_reg, 2.0), call)


@pytest.mark.hint("Multiply the step by the learning_rate you are given.")
def test_learning_rate_is_used(student, seed):
    """The step is as long as the learning rate says, for 0.1 and for 25."""
    img, net = noise(seed, 1, 3, 6, 5), conv_net(seed=seed + 1)
    for rate in (0.1, 25.0):
        call, image = step(student, img, 1, net, 0.01, rate)
        close_to_any(image, both(img, 1, net, 0.01, rate), call)


@pytest.mark.points(2)
@pytest.mark.hint("Zero the gradient after a step in place, or it adds to the next one.")
def test_gradient_is_zeroed_between_steps(student, seed):
    """Three steps on the same tensor are three steps along the gradient where it stands."""
    img, net = noise(seed, 1, 3, 6, 5), conv_net(seed=seed + 1)
    call, image = step(student, img, 2, net, 0.05, 1.0, times=3)
    ends = both(img, 2, net, 0.05, 1.0)  # normalised, raw
    if "argument 0" in call.changed:  # in place: three steps; returned: the first one, three times
        for _ in range(2):
            ends = [both(end, 2, net, 0.05, 1.0)[way] for way, end in enumerate(ends)]
    close_to_any(image, ends, call)


@pytest.mark.hint("Do not convert to float32 on the way, and use dimensions from img.shape.")
def test_double_precision_and_other_shapes(student, seed):
    """A float64 image that is wider than high and not contiguous moves alike."""
    img = noise(seed, 1, 5, 9, 3, dtype=torch.float64).permute(0, 3, 1, 2)
    net = conv_net(seed=seed + 1, dtype="float64")
    call, image = step(student, img, 0, net, 0.01, 1.0)
    close_to_any(image, both(img, 0, net, 0.01, 1.0), call, rtol=1e-6)


@pytest.mark.hint("Leave the network as it was: no train(), no changed weights, no gradients left in them.")
def test_network_stays_as_it_was(student, seed):
    """The network stays as it was, and in eval mode."""
    call, _ = step(student, noise(seed, 1, 3, 6, 5), 1, conv_net(seed=seed), 0.01, 1.0)
    unchanged(call, allow=("argument 0",))


@pytest.mark.points(2)
@pytest.mark.hint("Return the image, every channel c clamped to [-mean[c] / std[c], (1 - mean[c]) / std[c]].")
def test_picture_stays_in_range(student, seed):
    """The picture has shape (1, 3, 224, 224) and every channel stays within its own valid range."""
    call, image = picture(student, 1, pooled_net(seed=seed), num_iterations=1, learning_rate=200)
    within(image, LOW - 1e-4, HIGH + 1e-4, call)


@pytest.mark.hint("Start from torch.randn(1, 3, 224, 224) and return the normalised image, not one for display.")
def test_picture_starts_from_noise(student, seed):
    """One iteration with a learning rate of 0 leaves standard normal noise, clamped and slightly blurred."""
    call, image = picture(student, 1, pooled_net(seed=seed), num_iterations=1, learning_rate=0, **SMALL)
    mean, std = float(image.mean()), float(image.std())
    holds(abs(mean) < 0.1 and 0.4 < std < 1.1, call, f"The pixels have mean {mean:.3g} and deviation {std:.3g}.")


@pytest.mark.points(2)
@pytest.mark.hint("Keep the image that each step gives, and climb the score of target_y.")
def test_picture_raises_the_score(student, seed):
    """Three iterations with the default learning rate raise the target's score well above that of noise, and most of all."""
    net = pooled_net(seed=seed)
    for target in (0, 2):
        call, image = picture(student, target, net, num_iterations=3, **SMALL)
        start = noise(seed, *image.shape).clamp(LOW, HIGH)
        rise = (net(image) - net(start))[0]
        holds(rise[target] > 20, call, f"The score rose by {float(rise[target]):.3g} over that of noise; expected more than 20.")
        highest = int(rise.argmax())
        holds(highest == target, call, f"The score of class {highest} rose most, not that of target_y={target}.")


@pytest.mark.hint("Read num_iterations from kwargs and run the loop that many times.")
def test_number_of_iterations_is_honoured(student, seed):
    """Three iterations climb higher than one."""
    net = pooled_net(seed=seed)
    _, few = picture(student, 1, net, num_iterations=1, **SMALL)
    call, many = picture(student, 1, net, num_iterations=3, **SMALL)
    low, high = (float(net(image)[0, 1]) for image in (few, many))
    holds(high > low + 5, call, f"The score is {low:.3g} after 1 iteration and {high:.3g} after 3.")


@pytest.mark.hint("Read learning_rate from kwargs and hand it to the step.")
def test_learning_rate_is_honoured(student, seed):
    """With a learning rate of 0 the score stays that of noise; with 50 it rises higher than with 5."""
    net, scores = pooled_net(seed=seed), []
    for rate in (0, 5, 50):
        call, image = picture(student, 1, net, num_iterations=1, learning_rate=rate, **SMALL)
        scores.append(float(net(image)[0, 1]))
    rising = scores[0] < scores[1] < scores[2] - 5
    holds(rising, call, "Learning rates 0, 5 and 50 reach scores of {:.3g}, {:.3g} and {:.3g}.".format(*scores))


@pytest.mark.hint("Read l2_reg from kwargs and hand it to the step.")
def test_regularisation_is_honoured(student, seed):
    """A larger l2_reg gives a picture of smaller norm."""
    net = pooled_net(seed=seed)
    _, free = picture(student, 1, net, num_iterations=2, l2_reg=0, **SMALL)
    call, held = picture(student, 1, net, num_iterations=2, l2_reg=0.01, **SMALL)
    norms = float(free.norm()), float(held.norm())
    holds(norms[1] < 0.9 * norms[0], call, "The norms are {:.4g} with l2_reg=0, {:.4g} with 0.01.".format(*norms))


@pytest.mark.hint("Roll the image back by (-ox, -oy) after the step.")
def test_jitter_is_undone(student, seed):
    """Without a step (learning rate 0) jitter makes no difference: it is undone every time."""
    net, options = pooled_net(seed=seed), {"num_iterations": 2, "learning_rate": 0, "size": 64}
    _, still = picture(student, 1, net, **options, max_jitter=1)  # 0 is no range to draw from
    call, moved = picture(student, 1, net, **options, max_jitter=16)
    inside = (..., slice(24, -24), slice(24, -24))  # a blur before rolling back differs near the border only
    close(moved[inside], still[inside], call, what="inner part of the picture")


@pytest.mark.hint("Blur the image in every iteration t with t % blur_every == 0.")
def test_blur_is_honoured(student, seed):
    """Three iterations: a blur in each is smoother than one in every second, and that is smoother than at most one."""
    net, options, edges = pooled_net(seed=seed), {"num_iterations": 3, "learning_rate": 0, **SMALL}, []
    for every in (100, 2, 1):
        call, image = picture(student, 1, net, **options, blur_every=every)
        edges.append(float(image.diff(dim=-1).abs().mean()))
    smoother = edges[1] < 0.8 * edges[0] and edges[2] < 0.8 * edges[1]
    holds(smoother, call, "Neighbouring pixels differ by {:.3g}, {:.3g} and {:.3g} with blur_every=100, 2 and 1.".format(*edges))


@pytest.mark.hint("Draw random numbers from torch and random as they are seeded; do not seed them from the clock.")
def test_same_seed_gives_the_same_picture(student, seed):
    """Two runs from the same seed give the same picture."""
    net = pooled_net(seed=seed)
    _, first = picture(student, 1, net, num_iterations=1, **SMALL)
    call, again = picture(student, 1, net, num_iterations=1, **SMALL)
    close(again, first, call)
