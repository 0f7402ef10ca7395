"""The builders: seeded, frozen, smooth, and known by how they were built."""

import importlib
import inspect

import pytest
import torch

from pixelgrad import nets
from pixelgrad.nets import conv_net
from pixelgrad.testing import noise

BUILDERS = [nets.linear_net, nets.conv_net, nets.hill_net, nets.pooled_net]


def image(build, n=2, **kwargs):
    """Standard normal images of a size that the builder's networks take."""
    sizes = inspect.signature(build).parameters
    height, width = (sizes[name].default if name in sizes else least for name, least in (("height", 7), ("width", 8)))
    if build is conv_net:
        width = 5  # its own `width` counts channels
    return noise(0, n, 3, height, width, **kwargs)


@pytest.mark.parametrize("build", BUILDERS)
def test_rebuilt_from_its_spec_and_state(build):
    net = build(classes=5, seed=3)
    next(net.parameters()).data.mul_(2)
    name, kwargs = net._spec
    module, function = name.split(":")
    assert module == "pixelgrad.nets"
    again = getattr(nets, function)(**kwargs)
    again.load_state_dict(net.state_dict())
    X = image(build)
    assert torch.equal(net(X), again(X))
    assert net(X).shape == (2, 5)


@pytest.mark.parametrize("build", BUILDERS)
def test_frozen_and_seeded_without_touching_the_dice(build):
    before = torch.get_rng_state()
    net, same, other = build(seed=1), build(seed=1), build(seed=2)
    assert torch.equal(torch.get_rng_state(), before)
    assert not net.training
    assert not any(parameter.requires_grad for parameter in net.parameters())
    X = image(build)
    assert torch.equal(net(X), same(X))
    assert not torch.equal(net(X), other(X))


@pytest.mark.parametrize("build", BUILDERS)
def test_gradient_by_finite_differences(build):
    net = build(dtype="float64")
    assert torch.autograd.gradcheck(net, image(build, 1, dtype=torch.float64).requires_grad_(), fast_mode=True)


@pytest.mark.parametrize("build", BUILDERS)
def test_two_networks_have_nothing_in_common(build):
    """They are copies of one original: weights, hooks and modes of one must not reach the other, or the next one."""
    first, second = build(seed=3), build(seed=3)
    X, before = image(build), first(image(build))
    seen = []
    first.register_forward_hook(lambda *_: seen.append(1))
    first.train()
    for parameter in first.parameters():
        parameter.data.zero_()
        parameter.grad = torch.ones_like(parameter)
    first.extra = torch.nn.Linear(1, 1)
    for net in (second, build(seed=3)):
        assert torch.equal(net(X), before) and not seen and not net.training and not hasattr(net, "extra")
        assert all(parameter.grad is None for parameter in net.parameters())


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("build", BUILDERS)
def test_loaded_is_built_and_loaded(build, dtype):
    """The quick way of the engine gives what building and load_state_dict give."""
    net = build(classes=5, seed=3, dtype=dtype)
    next(net.parameters()).data.mul_(2)
    quick = build.loaded(net.state_dict(), **net._spec[1])
    X = image(build, dtype=getattr(torch, dtype))
    assert torch.equal(quick(X), net(X)) and str(quick) == str(net)
    assert not quick.training and not any(parameter.requires_grad for parameter in quick.parameters())
    with pytest.raises(KeyError):
        build.loaded({}, **net._spec[1])


def test_the_shapes_made_beforehand_can_be_made():
    importlib.import_module("pixelgrad.warm")


def test_positional_arguments_are_named_in_the_spec():
    assert nets.linear_net(1, 2, 2, 4)._spec[1] == {"channels": 1, "height": 2, "width": 2, "classes": 4}


@pytest.mark.parametrize("seed", range(20))
def test_hill_net_needs_a_walk(seed):
    """Noise is of class 0, and the other tops are 70 away: several steps of length 10."""
    net = nets.hill_net(seed=seed)
    assert int(net(noise(seed + 1, 1, 3, 6, 5)).argmax()) == 0
    assert torch.allclose(net.tops[1:].norm(dim=1), torch.tensor(70.0))


def test_pooled_net_has_unit_gradients_at_any_size():
    for size in (14, 224):
        X = noise(0, 1, 3, size, size).requires_grad_()
        (g,) = torch.autograd.grad(nets.pooled_net()(X)[0, 1], X)
        assert 0.7 < float(g.norm()) < 1.3
