"""What is done before the fork is what a call does: asked, answered, read, nothing raised."""

import numpy as np
import pytest

from sealgrade.engine import rehearsal, worker


def test_a_rehearsed_call_goes_the_whole_way(monkeypatch):
    monkeypatch.setattr(np.random, "default_rng", np.random.default_rng)  # seeding replaces it: put back afterwards
    answers, answer = [], worker.Answerer.answer
    monkeypatch.setattr(worker.Answerer, "answer", lambda self, request: answers.append(answer(self, request)) or answers[-1])
    rehearsal.call()
    assert [sorted(found) for found in answers] == [["ok"]] * 3
    assert [len(found["ok"]["values"][1]) for found in answers] == [2, 2, 2]


def test_a_call_that_fails_is_not_passed_over(monkeypatch):
    monkeypatch.setattr(np.random, "default_rng", np.random.default_rng)
    monkeypatch.setattr(rehearsal, "_twice", lambda *_: 1 / 0)
    with pytest.raises(KeyError):
        rehearsal.call()
