"""What watches the students' loops: streams see second passes and hoarding, classifiers remember their batches."""

import importlib

import numpy as np
import pytest
import torch

from pixelgrad import learners, watched

BUILT = {
    "stream": {"seed": 1, "sizes": [2, 3], "shape": (4, 5)},
    "squared": {},
    "moments": {},
    "linear_classifier": {"features": 6, "seed": 2},
    "classifier_maker": {"seed": 3},
}


@pytest.mark.parametrize("name", BUILT)
def test_built_again_from_what_it_leaves(name):
    net = getattr(learners if "classifier" in name else watched, name)(**BUILT[name])
    module, function = net._spec[0].split(":")
    again = getattr(importlib.import_module(module), function)(**net._spec[1])
    again.load_state_dict(net.state_dict())
    assert type(again) is type(net)


def spend(source, keep):
    held = []
    for X in source:
        held.append(keep(X))
    return source


def test_a_stream_is_the_same_for_everybody_and_read_once():
    source, same = watched.stream(5, [2, 3], (4, 1), offset=7.0), watched.stream(5, [2, 3], (4, 1), offset=7.0)
    batches = list(source)
    assert [X.shape for X in batches] == [(2, 4, 1), (3, 4, 1)] and abs(np.concatenate(batches).mean() - 7) < 1
    np.testing.assert_array_equal(batches[1], same.batch(1))
    assert list(source) == [] and source.passes() == 2


def test_hoarding_is_seen_in_any_form():
    sizes, shape = [4] * 20, (16, 10)
    modest = spend(watched.stream(1, sizes, shape), lambda X: X.mean())
    assert modest.most_alive() <= 2 and modest.growth() < 2 * modest.batch(0).nbytes
    hoarder = spend(watched.stream(1, sizes, shape), lambda X: X)
    assert hoarder.most_alive() == 20
    copier = spend(watched.stream(1, sizes, shape), lambda X: X + 1)
    assert copier.most_alive() <= 2 and copier.growth() > 15 * copier.batch(0).nbytes


def test_moments_are_right_and_tell_of_their_use():
    stand_in, X = watched.moments(), np.random.default_rng(0).standard_normal((5, 3, 2))
    mean, std = stand_in(part for part in (X[:2], X[2:]))
    np.testing.assert_allclose(mean, X.mean(axis=0))
    np.testing.assert_allclose(std, X.std(axis=0))
    assert stand_in.used() == 1 and watched.squared().used() == 0


def test_classifiers_of_one_maker_start_alike_and_remember_what_they_learn_from():
    maker = learners.classifier_maker(3)
    one, two = maker(6), maker(6, 2)
    assert maker.count() == 2 and torch.equal(one.dense.weight, two.dense.weight)
    assert torch.equal(one.dense.weight, learners.linear_classifier(6, seed=3).dense.weight)
    X = torch.randn(4, 3, 2)
    two(X)
    with torch.no_grad():
        two(X + 1)
    assert len(maker.shown()) == 1 and torch.equal(maker.shown()[0], X)
    torch.testing.assert_close(two(X), X.flatten(1) @ maker.weights()[0].T + maker.weights()[1])
