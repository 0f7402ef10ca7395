"""Faults that are not the student's: a judge, the zygote or the whole engine killed in the middle. Never a score, always a way on."""

import os
import signal
import threading
import time

import pytest
from profiles import HONEST_F, HONEST_G, Range, children_of, processes_below

from sealgrade.engine.client import Engine, Setup, Task
from sealgrade.engine.service import longest
from sealgrade.errors import CourseError, MachineError

pytestmark = pytest.mark.alone

SLOW = "import time\ndef f(x):\n    time.sleep(20)\n    return x + 1"
HONEST = [HONEST_F, HONEST_G]


def while_grading(arena, act) -> BaseException:
    """Run a slow submission, do `act(new processes)` in its middle, and give what grading it raised."""
    caught = []
    before = arena.at_rest

    def grade() -> None:
        try:
            arena.run([SLOW], {}, limits={"call_s": 30.0})
        except BaseException as error:  # noqa: BLE001 - looked at by the test
            caught.append(error)

    thread = threading.Thread(target=grade)
    thread.start()
    time.sleep(1.0)
    act(before, [pid for pid in processes_below(arena.engine.process.pid) if pid not in before])
    thread.join(20)
    assert caught, "it was graded all the same"
    return caught[0]


def gone(pids: list[int], seconds: float = 5.0) -> bool:
    """Whether these processes end within some seconds."""
    end = time.monotonic() + seconds
    while any(os.path.exists(f"/proc/{pid}") for pid in pids) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(os.path.exists(f"/proc/{pid}") for pid in pids)


def judge_of(arena, new: list[int]) -> int:
    children = children_of(arena.engine.process.pid)
    return next(pid for pid in new if pid in children)


def test_a_killed_judge_is_a_machine_error_and_the_next_submission_is_graded(arena):
    error = while_grading(arena, lambda before, new: os.kill(judge_of(arena, new), signal.SIGKILL))
    assert isinstance(error, MachineError) and "SIGKILL" in error.message and "again" in error.hint
    assert arena.run(HONEST, {})["score"] == 2.0
    assert arena.left() == []


def test_the_longest_that_a_judge_may_take_is_generous_and_finite(arena):
    task = {"limits": vars(arena.engine.setup.limits), "exercises": []}
    assert 60 <= longest(task, []) < 3600


def test_a_killed_zygote_is_a_machine_error_and_a_new_engine_goes_on():
    arena = Range()
    error = while_grading(arena, lambda before, new: [os.kill(pid, signal.SIGKILL) for pid in before])
    assert isinstance(error, MachineError) and error.exit_code == 3
    with pytest.raises(MachineError, match="warm process has gone"):
        arena.run(HONEST, {})
    arena.engine.close()
    arena.engine = arena.start()
    assert arena.run(HONEST, {})["score"] == 2.0
    stem = arena.engine.process.pid
    children = processes_below(stem)
    os.kill(stem, signal.SIGKILL)
    with pytest.raises(MachineError, match="engine ended"):
        arena.run(HONEST, {})
    arena.close()
    assert gone(children), "the zygote outlived its stem"


def test_a_closed_engine_leaves_nothing(arena):
    other = Range()
    pids = [other.engine.process.pid, *processes_below(other.engine.process.pid)]
    other.close()
    assert gone(pids)
    assert not other.folder.exists()


FIXTURES = """
import pytest

@pytest.fixture
def three():
    events.append("up")
    yield 3
    events.append("down")

events = []

def test_plain(student, seed):
    assert student.f(seed) == seed + 1

def test_fixture(student, three):
    assert student.f(three) == 4 and events == ["up"]

def test_fixture_was_torn_down():
    assert events == ["up", "down"]

@pytest.mark.parametrize("x", [1, 2])
def test_parameter(student, x):
    assert student.f(x) == x + 1

def test_request(student, request):
    assert request.node.name == "test_request" and student.f(1) == 2

def test_recorded(student, record_property):
    record_property("size", student.f(1))

class TestOfAClass:
    def test_method(self, student):
        assert student.f(1) == 2

    def test_wrong(self, student):
        assert student.f(1) == 3, "f(1) is 2"
"""


def test_every_kind_of_pytest_test_is_run(tmp_path):
    """With our two fixtures alone a test is called directly; with others or parameters it goes pytest's way."""
    (tmp_path / "test_f.py").write_text(FIXTURES)
    with Engine(Setup(tmp_path, [tmp_path / "test_f.py"], [], ["numpy"])) as engine:
        task = Task("nb", [(0, "def f(x):\n    return x + 1")], [{"id": "f", "points": 9.0, "rule": "proportional"}], b"x")
        (found,) = engine.grade(task).exercises
    outcomes = {test.name: test.message or test.outcome for test in found.tests}
    assert outcomes.pop("test_wrong") == "f(1) is 2"
    assert set(outcomes.values()) == {"passed"} and len(outcomes) == 8 and found.score == 8.0
    assert {test.name: test.measured for test in found.tests}["test_recorded"] == {"size": 2.0}


def test_a_mark_that_would_give_no_result_is_a_course_error(tmp_path):
    (tmp_path / "test_f.py").write_text("import pytest\n@pytest.mark.xfail\ndef test_a(student):\n    student.f(1)\n")
    with pytest.raises(CourseError, match=r"test_a \(xfail\) would give no result"):
        Engine(Setup(tmp_path, [tmp_path / "test_f.py"], [], ["numpy"]))


@pytest.mark.parametrize("source", ["def test_a(student:", pytest.param("import nonsense_module", marks=pytest.mark.slow)])
def test_a_broken_hidden_test_file_is_a_course_error(tmp_path, source):
    path = tmp_path / "test_a.py"
    path.write_text(source)
    with pytest.raises(CourseError, match="cannot be collected"):
        Engine(Setup(tmp_path, [path], [], ["numpy"]))


def test_a_hidden_test_that_fails_by_itself_is_never_the_students_fault(tmp_path):
    """One engine, four files: wrong by itself, without a disk, skipped, empty."""
    bodies = {
        "wrong": ("assert 1 / 0", CourseError),
        "disk": ("raise OSError('disk')", MachineError),
        "skipped": ("pytest.skip('no')", CourseError),
    }
    paths = [tmp_path / f"test_{name}.py" for name in bodies]
    for path, (body, _) in zip(paths, bodies.values(), strict=True):
        path.write_text(f"import pytest\ndef test_a(student):\n    {body}\n")
    with Engine(Setup(tmp_path, paths, [], ["numpy"])) as engine:
        for name, (_, error) in bodies.items():
            with pytest.raises(error):
                engine.grade(Task("nb", [(0, "x = 1")], [{"id": name, "points": 1.0, "rule": "proportional"}], b"x"))
