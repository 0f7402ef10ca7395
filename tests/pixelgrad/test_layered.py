"""The network with named parts: rebuilt from its spec, frozen, smooth, with a shortcut and an in-place activation."""

import torch

from pixelgrad import layered
from pixelgrad.testing import noise


def test_rebuilt_from_its_spec_and_state():
    net = layered.skip_net(classes=5, seed=3)
    name, kwargs = net._spec
    assert name == "pixelgrad.layered:skip_net"
    again = layered.skip_net(**{**kwargs, "seed": 4})
    X = noise(0, 2, 3, 7, 4)
    assert net(X).shape == (2, 5) and not torch.equal(net(X), again(X))
    again.load_state_dict(net.state_dict())
    assert torch.equal(net(X), again(X))
    assert not net.training and not any(p.requires_grad for p in net.parameters())


def test_gradient_by_finite_differences():
    net = layered.skip_net(dtype="float64")
    X = noise(0, 1, 3, 4, 5, dtype=torch.float64).requires_grad_()
    assert torch.autograd.gradcheck(net, X, fast_mode=True)


def test_what_its_first_layer_returns_is_overwritten():
    kept, net = [], layered.skip_net()
    with net.get_submodule("stem.0").register_forward_hook(lambda module, inputs, A: kept.extend([A, A.clone()])):
        net(noise(0, 1, 3, 6, 6))
    assert not torch.equal(*kept)


def test_its_block_has_a_shortcut():
    net, X = layered.skip_net(), noise(0, 1, 3, 6, 6)
    with net.block.register_forward_hook(lambda module, inputs, A: 0 * A):
        assert not torch.allclose(net(X), net(0 * X))
