"""A judge goes on to the next submission only after one that was right in every way, and no submission notices."""

import os
import signal

import pytest

from sealgrade.engine.client import Engine, Setup, Task
from sealgrade.engine.service import MOST
from sealgrade.engine.sitting import Sitting

TEST = """
import os, random
import numpy as np
import torch
SEEN = []

def test_f(student, record_property):
    record_property("judge", os.getpid())
    record_property("before", len(SEEN))
    for name, value in (("random", random.random()), ("numpy", np.random.rand()), ("torch", float(torch.rand(())))):
        record_property(name, value)
    SEEN.append(student.f(2))
    assert SEEN[-1] == 3, "not one more"

def test_other(student, record_property):
    record_property("judge", os.getpid())
"""
RIGHT, WRONG, LOUD = "def f(x):\n    return x + 1", "def f(x):\n    return x", "import os\nos._exit(3)"


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sitting")
    (folder / "test_f.py").write_text(TEST)
    with Engine(Setup(folder, [folder / "test_f.py"], [], ["numpy", "torch"])) as engine:
        yield engine


def grade(engine, *cells, identity=b"x"):
    """The result, and of each test what was measured."""
    task = Task("nb", list(enumerate(cells)), [{"id": "f", "points": 1.0, "rule": "proportional"}], identity)
    result = engine.grade(task)
    return result, {test.name: test.measured for test in result.exercises[0].tests}


def test_right_submissions_share_a_judge_and_draw_the_same_numbers(engine):
    grade(engine, WRONG)  # whoever judged before has gone
    (_, first), (_, second) = grade(engine, RIGHT), grade(engine, RIGHT)
    assert (first["test_f"]["judge"], first["test_f"]["before"]) == (second["test_f"]["judge"], 0)
    assert second["test_f"]["before"] == 1  # the same process indeed
    assert all(first["test_f"][name] == second["test_f"][name] for name in ("random", "numpy", "torch"))
    _, other = grade(engine, RIGHT, identity=b"y")
    assert other["test_f"]["torch"] != first["test_f"]["torch"]


def test_no_judge_hears_more_than_so_many(engine):
    """Whatever grows in a judge stays small."""
    grade(engine, WRONG)
    judges = [grade(engine, RIGHT)[1]["test_f"]["judge"] for _ in range(MOST + 1)]
    assert len(set(judges[:MOST])) == 1 and judges[MOST] != judges[0]


@pytest.mark.parametrize("cells", [(WRONG,), (RIGHT, LOUD)], ids=["a test failed", "a cell ended its process"])
def test_after_anything_else_there_is_a_new_judge(engine, cells):
    _, before = grade(engine, RIGHT)
    result, at = grade(engine, *cells)
    assert at["test_other"]["judge"] == before["test_f"]["judge"]
    assert result.notes or result.exercises[0].score == 0.5
    _, after = grade(engine, RIGHT)
    assert after["test_f"]["judge"] != before["test_f"]["judge"] and after["test_f"]["before"] == 0


def test_a_judge_that_was_killed_while_it_waited_costs_nothing(engine):
    result, before = grade(engine, RIGHT)
    os.kill(int(before["test_f"]["judge"]), signal.SIGKILL)
    again, after = grade(engine, RIGHT)
    assert again.exercises[0].score == result.exercises[0].score == 1.0
    assert after["test_f"]["judge"] != before["test_f"]["judge"]


def test_a_judge_that_ends_has_said_nothing():
    sitting = Sitting(lambda sock: sock.close())
    assert sitting.ask({"any": 1}, 5.0) == b"" and sitting.heard == 1 and sitting.rise() == 0


def test_an_answer_that_does_not_come_is_not_waited_for():
    sitting = Sitting(lambda sock: signal.pause())
    assert sitting.ask({}, 0.05) is None
    assert os.WTERMSIG(sitting.rise(at_once=True)) == signal.SIGKILL
