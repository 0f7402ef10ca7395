"""Hidden tests of maximise_neuron: steps by hand, the whole way on a network that bends.

While it runs, `forward_neuron` is a right one, so a mistake there costs nothing here. Tolerance: 1e-5 of the largest
pixel; 1e-6 where everything is float64. Accepted: any way to the gradient. Not covered: batches of images.
"""

import pytest
import torch

from pixelgrad.nets import conv_net, linear_net
from pixelgrad.probes import neuron_score
from pixelgrad.testing import close, holds, noise, tensor, unchanged


def climb(student, net, x0, neuron, steps, lr, **options):
    return student.call("maximise_neuron", net, x0, neuron, steps, lr, bind={"forward_neuron": neuron_score()}, **options)


def walk(net, x, neuron, steps, lr):
    """The definition, by autograd."""
    for _ in range(steps):
        x = x.detach().requires_grad_()
        (g,) = torch.autograd.grad(net(x)[0, neuron], x)
        x = x.detach() + lr * g
    return x


@pytest.mark.points(2)
@pytest.mark.hint("Add lr times the plain gradient at every step: uphill, not divided by its norm.")
def test_straight_way_by_hand(student, seed):
    """On a linear network n steps add n * lr times the neuron's weights, for 1, 4 and 9 steps."""
    net, x0 = linear_net(1, 4, 5, classes=3, seed=seed), noise(seed + 1, 1, 1, 4, 5)
    for n in (1, 4, 9):
        call = climb(student, net, x0, 1, n, 0.3)
        close(call.value, x0 + n * 0.3 * net[1].weight[1].view(1, 1, 4, 5), call)


@pytest.mark.points(3)
@pytest.mark.hint("Take the gradient anew at the image of each step; an old one must not add to it.")
def test_whole_way_on_a_network_that_bends(student, seed):
    """Seven steps follow the gradient where the image stands at each of them."""
    net, x0 = conv_net(channels=1, seed=seed, dtype="float64"), noise(seed + 1, 1, 1, 6, 7, dtype=torch.float64)
    call = climb(student, net, x0, 2, 7, 2.0)
    close(call.value, walk(net, x0, 2, 7, 2.0), call, rtol=1e-6, atol=1e-7)


@pytest.mark.points(2)
@pytest.mark.hint("Climb the raw score of the neuron that is asked for.")
def test_own_score_rises_most(student, seed):
    """Each neuron's raw score rises as far as its own gradient leads, also where all scores are very small."""
    net, x0 = conv_net(channels=1, seed=seed), noise(seed + 1, 1, 1, 6, 7)
    net[6].bias.data[:] = torch.tensor([0.0, -30.0, 10.0, -20.0])  # a probability would not move
    for neuron in range(4):
        call = climb(student, net, x0, neuron, 3, 1.0)
        close(call.value, walk(net, x0, neuron, 3, 1.0), call)


@pytest.mark.hint("Multiply each step by the lr that is given.")
def test_learning_rate_is_used(student, seed):
    """The image moves as far as lr says: a hundred times further with 10 than with 0.1, and not at all with 0."""
    net, x0 = linear_net(1, 4, 5, classes=3, seed=seed), noise(seed + 1, 1, 1, 4, 5)
    for lr in (0.0, 0.1, 10.0):
        call = climb(student, net, x0, 0, 1, lr)
        close(call.value, x0 + lr * net[1].weight[0].view(1, 1, 4, 5), call)


@pytest.mark.hint("Begin with x0 as it is: no noise of your own, no ones, no clamp.")
def test_start_is_the_image_given(student, seed):
    """No steps give x0 back, be it noise, ones or far outside the range of pixels."""
    net = linear_net(1, 4, 5, classes=3, seed=seed)
    for x0 in (noise(seed, 1, 1, 4, 5), torch.ones(1, 1, 4, 5), 40 * noise(seed + 1, 1, 1, 4, 5)):
        call = climb(student, net, x0, 1, 0, 0.5)
        close(call.value, x0, call)


@pytest.mark.hint("Run the loop exactly `steps` times and return the image after the last step.")
def test_stages_make_the_same_way(student, seed):
    """Three steps and then two lead where five steps lead."""
    net, x0 = conv_net(channels=1, seed=seed), noise(seed + 1, 1, 1, 6, 7)
    half = climb(student, net, x0, 1, 3, 1.0)
    call = climb(student, net, tensor(half.value, half).float(), 1, 2, 1.0)
    whole = climb(student, net, x0, 1, 5, 1.0)
    close(call.value, tensor(whole.value, whole), call)
    moved = float((tensor(whole.value, whole) - x0).norm())
    holds(moved > 1e-3, whole, f"In five steps the image moved by {moved:.2g} only.")


@pytest.mark.hint("Keep the dtype of x0 and use no view on a tensor that you did not make.")
def test_double_precision_slices(student, seed):
    """A float64 image that is not contiguous in memory climbs alike."""
    net = conv_net(channels=1, seed=seed, dtype="float64")
    x0 = noise(seed, 1, 12, 9, 2, dtype=torch.float64).permute(0, 3, 1, 2)[:, 1:, ::2, 1:4]  # (1, 1, 6, 3)
    call = climb(student, net, x0, 0, 3, 1.0)
    close(call.value, walk(net, x0, 0, 3, 1.0), call, rtol=1e-10, atol=1e-12)


@pytest.mark.points(2)
@pytest.mark.hint("x = x + ... makes a new image; x += ... and x0.data change the caller's. Begin anew at every call.")
def test_image_of_the_caller_is_kept(student, seed):
    """A second call with the same image gives the same, and the image and the network stay as they were."""
    net, x0 = conv_net(channels=1, seed=seed), noise(seed + 1, 1, 1, 6, 7)
    call = climb(student, net, x0, 3, 4, 1.0, times=2)
    unchanged(call)
    close(call.values[1], walk(net, x0, 3, 4, 1.0), call)
