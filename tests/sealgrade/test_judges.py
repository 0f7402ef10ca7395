"""Every submission has a judge of its own: whatever a hidden test keeps, it keeps for one submission."""

import pytest

from sealgrade.engine.client import Engine, Setup, Task

TEST = """
import functools, os, random
import numpy as np
import pytest
import torch
SEEN = []

def test_f(student, record_property):
    record_property("judge", os.getpid())
    record_property("before", len(SEEN))
    for name, value in (("random", random.random()), ("numpy", np.random.rand()), ("torch", float(torch.rand(())))):
        record_property(name, value)
    SEEN.append(student.f(2))
    assert SEEN[-1] == 3

@functools.cache
def remembered():
    return []

def test_kept_by_a_function(student):
    kept = remembered()
    kept or kept.append(student.f(2))
    assert kept == [3]

def test_kept_by_the_session(request, student):
    kept = vars(request.session).setdefault("kept", [])
    kept or kept.append(student.f(2))
    assert kept == [3]

@pytest.fixture(scope="session")
def asked_once():
    return []

def test_kept_by_a_fixture(student, asked_once):
    asked_once or asked_once.append(student.f(2))
    assert asked_once == [3]
"""
RIGHT, WRONG, BLANK = "def f(x):\n    return x + 1", "def f(x):\n    return x", "def f(x):\n    raise NotImplementedError"


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("judges")
    (folder / "test_f.py").write_text(TEST)
    with Engine(Setup(folder, [folder / "test_f.py"], [], ["numpy", "torch"])) as engine:
        yield engine


def grade(engine, cell, identity=b"x"):
    """The exercise's result, and what its first test measured."""
    task = Task("nb", [(0, cell)], [{"id": "f", "points": 4.0, "rule": "proportional"}], identity)
    (exercise,) = engine.grade(task).exercises
    return exercise, next(test.measured for test in exercise.tests if test.name == "test_f")


@pytest.mark.parametrize("cell", [WRONG, BLANK], ids=["wrong", "blank"])
def test_a_right_submission_lends_nothing_to_the_next_and_a_wrong_one_takes_nothing_away(engine, cell):
    scores = [grade(engine, one)[0].score for one in (RIGHT, cell, RIGHT)]
    assert scores == [4.0, 0.0, 4.0]


def test_every_submission_has_a_judge_of_its_own_that_draws_the_same_numbers(engine):
    (_, first), (_, second), (_, other) = grade(engine, RIGHT), grade(engine, RIGHT), grade(engine, RIGHT, identity=b"y")
    assert len({measured["judge"] for measured in (first, second, other)}) == 3
    assert [measured["before"] for measured in (first, second, other)] == [0, 0, 0]
    for name in ("random", "numpy", "torch"):
        assert first[name] == second[name] != other[name]
