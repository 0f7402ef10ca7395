"""One notebook in one worker, with a worker made of a script: which cells are run, left out, run again, and what is said."""

import json

import pytest

from sealgrade.engine.sandbox import Limits
from sealgrade.engine.session import MAX_LETHAL, MAX_RESTARTS, Session, is_inside
from sealgrade.errors import TimedOut, WorkerDied


class Scripted:
    """A worker that answers by the text of the cell."""

    limits = Limits()

    def __init__(self, made: list) -> None:
        made.append(self)
        self.ran, self.dead, self.watch = [], False, type("Watch", (), {"peak_mib": 1.0})

    def request(self, message, limit, fds=()):
        text = message.get("source", message.get("name"))
        self.ran.append(text)
        if "die" in text:
            self.dead = True
            raise WorkerDied("it died")
        if "slow" in text:
            error = TimedOut("no answer within 1 seconds")
            error.late = {"ok": 1} if "slow but obeys" in text else None
            raise error
        outputs = [{"output_type": "stream", "name": "stdout", "text": text}]
        return {"outputs": "[5]" if "bad" in text else json.dumps(outputs), "count": 1, "error": ""}

    def alive(self):
        return not self.dead

    def close(self, why=""):
        self.dead = True


@pytest.fixture
def made():
    return []


def session(made, *cells, files=()):
    return Session(lambda: Scripted(made), list(enumerate(cells)), list(files))


def test_every_cell_runs_once_and_its_outputs_are_kept(made):
    results = session(made, "a", "b").run()
    assert [cell.outputs[0]["text"] for cell in results] == ["a", "b"]
    assert made[0].ran == ["a", "b"] and len(made) == 1


@pytest.mark.parametrize("cell", ["die", "slow", "bad"])
def test_a_lethal_cell_is_left_out_and_the_others_run(made, cell):
    one = session(made, "a", cell, "b")
    results = one.run()
    assert [result.index for result in results] == [0, 1, 2] and one.lethal == {1}
    assert made[-1].ran == ["a", "b"] and results[1].error
    assert one.notes == [note for note in one.notes if note.startswith("Cell 2 was left out: ")] and len(one.notes) == 1


def test_a_cell_that_obeys_the_interrupt_is_kept(made):
    one = session(made, "slow but obeys", "b")
    one.run()
    assert len(made) == 1 and one.notes == ["Cell 1 was interrupted: no answer within 1 seconds."]


def test_after_too_many_lethal_cells_the_rest_is_not_run(made):
    one = session(made, *["die"] * (MAX_LETHAL + 2), "never")
    one.run()
    assert "never" not in {text for worker in made for text in worker.ran} and "Too many cells" in one.notes[-1]


def test_a_worker_ended_by_a_test_comes_back_with_its_first_outputs_and_one_note(made):
    one = session(made, "a", "slow but obeys")
    one.run()
    first = dict(one.results)
    for _ in range(3):
        one.ready().close()
    assert one.ready().alive() and one.results == first
    assert len(one.notes) == 2 and "started again" in one.notes[1]


def test_a_submission_that_ends_its_worker_without_end_is_given_up(made):
    one = session(made, "a")
    one.run()
    for _ in range(MAX_RESTARTS + 1):
        one.ready().close()
    with pytest.raises(WorkerDied, match="tests after that are not tried"):
        one.ready()


def test_files_are_put_before_the_cells_and_bad_names_are_told(made):
    one = session(made, "a", files=[("data.txt", b"x"), ("../out", b"x")])
    one.run()
    assert made[0].ran == ["data.txt", "a"] and "leads out of the folder" in one.notes[0]


@pytest.mark.parametrize(
    ("name", "inside"), [("a.txt", True), ("a/b", True), ("/a", False), ("../a", False), ("a/../../b", False), ("", False), ("a\0b", False)]
)
def test_is_inside(name, inside):
    assert is_inside(name) is inside
