"""A class-sized run: side by side, resumed, forced, killed at any moment, on a full disk. Nothing lost, no score invented."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
import scratch
from nbgrader.api import Gradebook

from sealgrade import demo, grade, pool, scoring
from sealgrade.course import Course
from sealgrade.ledger import Ledger, write

pytestmark = pytest.mark.alone

SLUG = "sums"
WRONG = "def add_one(x):\n    return abs(x) + 1"
SLOW = "import time\ntime.sleep(0.4)\ndef add_one(x):\n    return x + 1"
COMMAND = [str(Path(sys.executable).parent / "sealgrade"), "grade", SLUG]


def hand_in(course, students, source=None):
    """Right submissions (or with another add_one), each with a remark of its own so that no two are equal."""
    right = demo.solved(course, SLUG, course.pick(SLUG).notebook[0])
    for student in students:
        nb = demo.with_functions(right, {"add_one": source} if source else {})
        nb.cells.append(nbformat.v4.new_markdown_cell(f"by {student}", id=f"by-{student}"))
        demo.write(course, student, SLUG, "Sums.ipynb", nbformat.writes(nb))


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A scratch course with its release; a copy of its files as they are then."""
    root = scratch.write_course(tmp_path_factory.mktemp("class") / "course")
    subprocess.run([COMMAND[0], "release", SLUG, "--no-run"], cwd=root, check=True, capture_output=True)
    shutil.copytree(root, root.parent / "fresh")
    yield root
    scoring.forget_engines()


@pytest.fixture
def course(released):
    """The released course as it was at first, with nothing handed in; the working directory. Its engine is kept between tests."""
    before = Path.cwd()
    shutil.rmtree(released)
    shutil.copytree(released.parent / "fresh", released)
    os.chdir(released)
    yield Course.load(released)
    os.chdir(before)


def run(course, *options, code=0):
    done = subprocess.run([*COMMAND, *options], cwd=course.root, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def scores(course):
    """Student -> score without the written answer, as the gradebook has it."""
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        return {submission.student_id: submission.score for submission in gradebook.assignment_submissions(SLUG)}


def documents(course):
    """Every result document; raises when one is damaged."""
    return {path.parent.name: json.loads(path.read_text()) for path in course.reports(SLUG).glob("*/Sums.json")}


def test_two_lanes_grade_side_by_side_and_agree_with_one(course):
    hand_in(course, [f"s{number}" for number in range(6)])
    hand_in(course, ["wrong"], WRONG)
    rows = grade.grade(course, SLUG, grade.Choice(jobs=2))
    engine = scoring.engine_for(course, SLUG)
    assert len(engine.lanes) == 2 and len({tuple(lane.hello["users"]) for lane in engine.lanes}) == 2
    assert [(row.student, row.score) for row in rows] == [(f"s{number}", 10) for number in range(6)] + [("wrong", 7)]
    assert scores(course) == {row.student: row.score for row in rows}
    again = grade.grade(course, SLUG, grade.Choice(jobs=1, force=True))
    assert [[test.outcome for exercise in row.results[0].exercises for test in exercise.tests] for row in rows] == [
        [test.outcome for exercise in row.results[0].exercises for test in exercise.tests] for row in again
    ]
    assert not any(row.unchanged for row in again)


def test_finished_work_is_not_repeated_and_what_changed_is(course):
    hand_in(course, ["ada", "bob"])
    first = {row.student: row for row in grade.grade(course, SLUG)}
    stamps = {student: course.result(SLUG, student, "Sums").stat().st_mtime_ns for student in first}
    assert all(row.unchanged and row.score == 10 for row in grade.grade(course, SLUG))
    hand_in(course, ["bob"], WRONG)
    second = {row.student: row for row in grade.grade(course, SLUG)}
    assert second["ada"].unchanged and not second["bob"].unchanged
    assert second["bob"].score == scores(course)["bob"] == 7
    assert course.result(SLUG, "ada", "Sums").stat().st_mtime_ns == stamps["ada"]


@pytest.mark.parametrize("change", ["test", "package", "limits", "helper"])
def test_a_change_of_what_a_score_depends_on_gives_another_key(course, change):
    hand_in(course, ["ada"])
    folder = course.submitted(SLUG)["ada"]
    before = Ledger(course, SLUG).key("Sums", folder)
    assert Ledger(course, SLUG).key("Sums", folder) == before
    path = {
        "test": course.root / "tests/sums/test_double.py", "package": course.root / "src/kit/__init__.py",
        "limits": course.root / "course.toml", "helper": folder / "helper.py",
    }[change]  # fmt: skip
    path.write_text((path.read_text() if path.exists() else "") + ("\n[limits]\ncall_s = 3.0\n" if change == "limits" else "\n# other\n"))
    assert Ledger(Course.load(course.root), SLUG).key("Sums", folder) != before


def test_only_failed_grades_what_has_no_grade(course):
    hand_in(course, ["ada", "bob"])
    grade.grade(course, SLUG)
    ledger = scoring.ledger_for(course, SLUG)
    ledger.miss("bob", "the machine burned")
    rows = grade.grade(course, SLUG, grade.Choice(only_failed=True))
    assert [(row.student, row.score) for row in rows] == [("bob", 10)]
    assert ledger.recorded("bob") and not ledger.missing("bob")
    assert "No grade is missing" in run(course, "--only-failed")


def test_scores_reach_a_new_gradebook_without_being_graded_again(course):
    hand_in(course, ["ada"], WRONG)
    grade.grade(course, SLUG)
    before = documents(course)
    (course.root / "gradebook.db").unlink()
    subprocess.run(["nbgrader", "generate_assignment", SLUG, "--force"], cwd=course.root, check=True, capture_output=True, env=with_path())
    (row,) = grade.grade(course, SLUG)
    assert not row.unchanged and scores(course) == {"ada": 7}
    assert documents(course) == before


def with_path():
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def test_a_damaged_result_document_is_no_result(course):
    hand_in(course, ["ada"])
    grade.grade(course, SLUG)
    place = course.result(SLUG, "ada", "Sums")
    place.write_text(place.read_text()[:100])
    (row,) = grade.grade(course, SLUG)
    assert row.score == 10 and not row.unchanged
    assert documents(course)["ada"]["exercises"]


def test_an_engine_that_dies_under_a_notebook_is_replaced_and_the_notebook_graded(course):
    hand_in(course, ["ada", "bob"], SLOW)
    killed = []

    def kill_once(row):
        if not killed:
            engine = scoring.engine_for(course, SLUG)
            killed.append(engine)
            os.kill(engine.process.pid, signal.SIGKILL)

    rows = grade.grade(course, SLUG, grade.Choice(jobs=1), kill_once)
    assert killed and scoring.engine_for(course, SLUG) is not killed[0]
    assert [(row.score, row.machine) for row in rows] == [(10, ""), (10, "")]


def test_what_fails_again_and_again_has_no_grade_and_says_why(course, monkeypatch):
    hand_in(course, ["ada"])
    monkeypatch.setattr(pool, "TRIES", 1)
    engine = scoring.engine_for(course, SLUG)
    os.kill(engine.process.pid, signal.SIGKILL)
    (row,) = grade.grade(course, SLUG)
    assert "engine ended" in row.machine and row.results == []
    assert scores(course) == {}
    assert "engine ended" in scoring.ledger_for(course, SLUG).missing("ada")
    scoring.forget_engines()
    (row,) = grade.grade(course, SLUG)
    assert (row.machine, row.score) == ("", 10)


@pytest.mark.slow
@pytest.mark.parametrize("moment", [1, 3, 5])
def test_a_killed_coordinator_loses_nothing_and_the_next_run_completes(course, moment):
    """SIGKILL as soon as so many submissions are recorded; workers end with it."""
    students = [f"s{number}" for number in range(6)]
    hand_in(course, students, SLOW)
    process = subprocess.Popen([*COMMAND, "--jobs", "1"], cwd=course.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    below = set()
    while len(list(course.reports(SLUG).glob("*/recorded"))) < moment:
        assert process.poll() is None, "it ended too early"
        below |= {child.pid for child in psutil.Process(process.pid).children(recursive=True)}
        time.sleep(0.01)
    process.kill()
    process.wait()
    done = documents(course)
    assert moment <= len(done) < 6
    end = time.monotonic() + 10
    while any(map(psutil.pid_exists, below)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(psutil.pid_exists, below)), "something of the engine lives on"
    run(course)
    assert scores(course) == dict.fromkeys(students, 10)
    after = documents(course)
    assert {student: after[student] for student in done} == done  # what was finished was not graded again


def test_a_full_disk_stops_the_run_and_the_next_one_completes(course, monkeypatch):
    hand_in(course, ["ada", "bob", "cleo"])
    real, written = write, []

    def full(path, text):
        written.append(path)
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        real(path, text)

    monkeypatch.setattr("sealgrade.ledger.write", full)
    with pytest.raises(grade.MachineError, match="No space left") as caught:
        grade.grade(course, SLUG, grade.Choice(jobs=1))
    assert "run the same command again" in caught.value.hint and caught.value.exit_code == 3
    monkeypatch.undo()
    assert all(score == 10 for score in scores(course).values())
    rows = grade.grade(course, SLUG)
    assert [row.score for row in rows] == [10, 10, 10]
    assert any(row.unchanged for row in rows)


@pytest.mark.slow
def test_a_disk_that_is_really_full(course, tmp_path):
    """The course on a small file system of its own, filled to the brim before grading."""
    place = tmp_path / "small"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "none", place], capture_output=True, check=False).returncode:
        pytest.skip("NO SMALL FILE SYSTEM HERE: it takes root to mount one")
    try:
        hand_in(course, ["ada", "bob"])
        small = Course.load(Path(shutil.copytree(course.root, place / "course")))
        ballast = place / "ballast"
        with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while file.write(bytes(4096)):
                pass
        words = run(small, code=3)
        assert "space" in words or "full" in words, words
        assert set(documents(small)) <= {"ada", "bob"}
        ballast.unlink()
        run(small)
        assert scores(small) == {"ada": 10, "bob": 10}
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def test_half_a_document_is_never_seen(tmp_path, monkeypatch):
    place = tmp_path / "a" / "doc.json"
    write(place, "whole")
    monkeypatch.setattr(os, "fsync", lambda fd: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space left"):
        write(place, "half")
    assert place.read_text() == "whole" and list(place.parent.iterdir()) == [place]


def test_running_table_counts_outcomes(course):
    from rich.console import Console

    from sealgrade.watch import Watch

    hand_in(course, [f"s{number}" for number in range(9)])
    hand_in(course, ["wrong"], WRONG)
    console = Console(record=True, width=100)
    with Watch(console, SLUG, 10) as watch:
        grade.grade(course, SLUG, done=watch.done)
        console.print(watch.render())
    shown = console.export_text()
    assert "graded 10 of 10: 9 full marks, 1 points lost" in shown
    assert "add_one: Negative numbers work too" in shown and "10/10" in shown
