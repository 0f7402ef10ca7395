"""Stand-ins travel as specs, remember what they are told to, and are not what the exercises ask for."""

import importlib

import pytest
import torch

from pixelgrad import standins

BUILT = {
    "taped_trunk": {"seed": 3},
    "summary": {},
    "distance": {},
    "summary_distance": {},
    "roughness": {},
    "recorder": {"names": ["a", "b"]},
}


@pytest.mark.parametrize("name", BUILT)
def test_built_again_from_what_it_leaves(name):
    net = getattr(standins, name)(**BUILT[name])
    module, function = net._spec[0].split(":")
    again = getattr(importlib.import_module(module), function)(**net._spec[1])
    again.load_state_dict(net.state_dict())
    assert type(again) is type(net)
    assert not any(parameter.requires_grad for parameter in net.parameters())


def test_tape_keeps_what_it_was_shown():
    net, X = standins.taped_trunk(), torch.randn(1, 3, 4, 5)
    net(X)
    for _ in range(2):
        net(X.clone().requires_grad_())
    with torch.no_grad():
        net(X.clone().requires_grad_())
    runs = net.seen()
    assert [(moving, len(images)) for moving, images in runs] == [(False, 1), (True, 2), (False, 1)]
    torch.testing.assert_close(runs[1][1][0], X)


def test_tape_keeps_copies():
    net, X = standins.taped_trunk(), torch.zeros(1, 3, 4, 5)
    net(X)
    X += 1
    assert float(net.seen()[0][1].abs().max()) == 0


def test_trunk_changes_nothing_but_remembers():
    net, X = standins.taped_trunk(seed=1), torch.randn(2, 3, 4, 5)
    torch.testing.assert_close(net[0](X), X)
    assert net(X).shape == (2, 6, 4, 5)


def test_recorder_names_its_arguments():
    record = standins.recorder(["image", "size"])
    assert float(record("a.jpg", size=3).mean()) == 1
    assert float(record("b.jpg", 4, more=True).mean()) == 2
    assert record.calls() == [{"image": "a.jpg", "size": 3}, {"image": "b.jpg", "size": 4, "more": True}]


def test_losses_have_gradients_and_count_their_calls():
    F, P = torch.randn(2, 3, 4, 5).requires_grad_(), torch.randn(2, 3, 4, 5)
    mean, distance, style, rough = standins.summary(), standins.distance(), standins.summary_distance(), standins.roughness()
    assert rough.used() == 0
    total = distance(2.0, F, P) + style([F], [0], [mean(P)], [3.0]) + rough(F, 0.5)
    (grad,) = torch.autograd.grad(total, F)
    assert grad.abs().min() > 0
    assert [loss.used() for loss in (mean, distance, style, rough)] == [1, 1, 1, 1]


def test_summary_knows_normalize():
    F = torch.ones(2, 3, 4, 5)
    assert standins.summary()(F).tolist() == [[1.0] * 3] * 2
    assert standins.summary()(F, normalize=False).tolist() == [[20.0] * 3] * 2
