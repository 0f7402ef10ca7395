"""`sealgrade verify` on a small course: it agrees where all is well, and each kind of disagreement is found and explained."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import scratch

from sealgrade import bank, scoring, verify
from sealgrade.course import Course

NEVER_MIND = "def add_one(x):\n    return x + 1"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """One scratch course whose engine serves every test that changes no hidden test."""
    yield Course.load(scratch.write_course(tmp_path_factory.mktemp("course")))
    scoring.forget_engines()


@pytest.fixture
def disagreements(course):
    """Verify the course with a changed bank; the disagreements as (file, expected, happened, next)."""

    def found(seeds=1, **changes):
        scratch.write_bank(course.root, **changes)
        result = verify.verify(course, "sums", seeds)
        return [tuple(disagreement.model_dump().values()) for notebook in result for disagreement in notebook.disagreements]

    return found


def sealgrade(root, *arguments, code=0):
    command = [str(Path(sys.executable).parent / "sealgrade"), *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, env={**os.environ, "COLUMNS": "140"}, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_good_bank_agrees_under_several_seeds(course, disagreements):
    assert disagreements(seeds=3) == []


def test_each_file_is_graded_once_per_seed_and_steps_are_counted(course):
    scratch.write_bank(course.root)
    steps = []
    (found,) = verify.verify(course, "sums", 2, lambda done, total: steps.append((done, total)))
    assert steps == [(number, 15) for number in range(1, 16)]  # 6 files and the solution, twice; the release once
    assert all(len(row.failures) == 2 for row in found.rows)
    failures = {row.file.path.stem: row.failures for row in found.rows}["add_one__two_more"]
    assert [set(failed) for failed in failures] == [{"test_adds_one", "test_negative_numbers"}, {"test_adds_one"}]


def test_wrong_file_that_no_test_catches(disagreements):
    ((file, expected, happened, then),) = disagreements(**{"wrong/add_one__none": ("None.\nCaught by: test_adds_one", NEVER_MIND)})
    assert file == "tests/sums/bank/wrong/add_one__none.py"
    assert (expected, happened) == ("test_adds_one fails", "every test passes")
    assert "right/" in then


def test_wrong_file_caught_by_another_test_than_named(disagreements):
    content = ("Forgets the sign.\nCaught by: test_adds_one", scratch.BANK["wrong/add_one__sign_lost"][1])
    ((_, _, happened, then),) = disagreements(**{"wrong/add_one__misnamed": content})
    assert happened == "it passes; what fails is test_negative_numbers"
    assert "Name the test" in then


def test_wrong_file_that_names_no_test(disagreements):
    content = ("Adds two.\nCaught by: test_of_my_dreams", "def add_one(x):\n    return x + 2")
    ((_, _, happened, _),) = disagreements(**{"wrong/add_one__dreams": content})
    assert "no test of that name" in happened and "test_adds_one" in happened


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("return x + undefined", "NameError"),
        ("return x.plus_one()", "AttributeError"),
        ("import no_such_module", "ModuleNotFoundError"),
        ('raise NotImplementedError("add_one")', "not implemented yet"),
    ],
)
def test_death_by_a_slip_does_not_count_as_caught(disagreements, body, told):
    ((_, expected, happened, _),) = disagreements(
        **{"wrong/add_one__slip": ("Slips.\nCaught by: test_adds_one", f"def add_one(x):\n    {body}")}
    )
    assert expected == "test_adds_one fails because of the bug"
    assert told in happened


def test_file_that_defines_another_function_does_not_count_as_caught(disagreements):
    ((_, _, happened, _),) = disagreements(
        **{"wrong/add_one__renamed": ("Renamed.\nCaught by: test_adds_one", "def plus(x):\n    return x")}
    )
    assert "not defined" in happened


def test_endless_loop_is_an_honest_failure(disagreements):
    source = "def add_one(x):\n    while x != 0:\n        pass\n    return 1"
    assert disagreements(**{"wrong/add_one__endless": ("Never ends.\nCaught by: test_adds_one", source)}) == []


def test_wrong_file_that_damages_another_exercise(disagreements):
    source = "np = None\n\ndef add_one(x):\n    return x + 2"
    ((_, expected, happened, then),) = disagreements(**{"wrong/add_one__damage": ("Adds two.\nCaught by: test_adds_one", source)})
    assert expected == "the other exercises keep full marks"
    assert happened.startswith("double earns 0 of 6: test_doubles fails")
    assert "Rename" in then


def test_wrong_file_caught_only_by_luck(disagreements):
    source = "def add_one(x):\n    return x + 1 + x % 2"  # an even seed hides it; -5 would be caught by the other test
    ((_, expected, happened, then),) = disagreements(
        seeds=8, **{"wrong/add_one__odd": ("Wrong for odd numbers.\nCaught by: test_adds_one", source)}
    )
    assert expected == "test_adds_one fails whatever the seed"
    assert "luck: it fails for" in happened and "of 8 seeds" in happened
    assert "data" in then


def test_right_file_that_is_rejected(disagreements):
    content = ("Forgets the sign.", scratch.BANK["wrong/add_one__sign_lost"][1])
    ((file, expected, happened, then),) = disagreements(**{"right/add_one__abs": content})
    assert file == "tests/sums/bank/right/add_one__abs.py"
    assert expected.startswith("full marks")
    assert "test_negative_numbers fails: add_one(-5) is not -4" in happened
    assert "accept" in then


@pytest.mark.parametrize("verdict", ["wrong", "right"])
def test_empty_bank_of_a_function(disagreements, verdict):
    gone = dict.fromkeys(name for name in scratch.BANK if name.startswith(f"{verdict}/double"))
    found = disagreements(**gone)
    assert (f"tests/sums/bank/{verdict}/", "at least one file for double", "there is none") in [entry[:3] for entry in found]


def test_idle_test(disagreements):
    ((file, expected, happened, then),) = disagreements(**{"wrong/double__never_zero": None})
    assert (file, happened) == ("tests/sums/test_double.py", "it is idle: it catches none")
    assert "test_zero" in expected and "Bank the mistake" in then


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("wrong/add_one__bare", ("", "def add_one(x):\n    return x"), "no docstring"),
        ("wrong/add_one__unnamed", ("Adds nothing.", "def add_one(x):\n    return x"), "second line"),
        ("wrong/add_one__broken", ("", "def add_one(x:\n"), "not Python"),
        ("right/add_one__bare", ("", NEVER_MIND), "no docstring"),
        ("wrong/add_two__bug", ("A bug.\nCaught by: test_adds_one", NEVER_MIND), "there is 'add_one'"),
    ],
)
def test_file_that_cannot_be_read(disagreements, name, content, told):
    ((file, expected, happened, _),) = disagreements(**{name: content})
    assert file == f"tests/sums/bank/{name}.py" and expected == "a file that can be graded"
    assert told in happened


def test_solution_without_full_marks(course, disagreements):
    master = course.master("sums", "Sums")
    before = master.read_text()
    master.write_text(before.replace("secret_of_adding = x + 1", "secret_of_adding = abs(x) + 1"))
    try:
        found = disagreements()
    finally:
        master.write_text(before)
    assert found[0][:2] == ("solutions/sums/Sums.py", "the solution earns full marks")
    assert "add_one earns 1 of 4: test_negative_numbers fails" in found[0][2]


def test_file_that_defines_two_graded_functions_replaces_both_cells(disagreements):
    source = "def add_one(x):\n    return plus(x)\n\ndef double(x):\n    return x + plus(x) - 1\n\ndef plus(x):\n    return x + 1"
    assert disagreements(**{"right/add_one__both": ("Both at once.", source)}) == []
    broken = source.replace("- 1", "+ 1")
    ((_, _, happened, _),) = disagreements(**{"right/add_one__both": ("The other one is wrong.", broken)})
    assert happened.startswith("double earns 0 of 6")


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """Another course: `double` may also be called `twice`, and one test of it asks nothing."""
    root = scratch.write_course(tmp_path_factory.mktemp("other"))
    path = root / "tests/sums/test_double.py"
    named = path.read_text().replace("student.double(", 'student.call(["double", "twice"], ').replace("seed))", "seed).value)")
    path.write_text(named.replace("0))", "0).value)") + "\n\ndef test_nothing(student):\n    student.double\n")
    twice = ("Under another name.", "def twice(x):\n    return x + x")
    scratch.write_bank(
        root, **{"right/twice__adds": twice, "wrong/twice__bug": ("Squares.\nCaught by: test_doubles", "def twice(x):\n    return x * x")}
    )
    course = Course.load(root)
    return course, verify.verify(course, "sums", 1)[0]


def test_test_that_passes_on_the_release(other):
    (told,) = [d for d in other[1].disagreements if d.expected == "the release earns nothing"]
    assert told.file == "tests/sums/test_double.py" and "test_nothing passes" in told.happened


def test_another_accepted_name_takes_the_cell_of_its_function(other):
    course, found = other
    files = {file.path.stem: file for file in bank.load(course, course.pick("sums"))}
    assert (files["twice__adds"].exercise, files["twice__adds"].function) == ("double", "double")
    assert not [d for d in found.disagreements if "twice" in d.file]


def test_command_shows_the_matrix_and_writes_json(course, tmp_path):
    scratch.write_bank(course.root)
    words = sealgrade(course.root, "verify", "sums", "--seeds", "1", "--json", str(tmp_path / "found.json"))
    row = next(line for line in words.splitlines() if "wrong/add_one__sign_lost" in line)
    assert row.split()[1:] == [".", "C"]
    assert "2  test_negative_numbers catches 2" in words and "4 wrong files are caught" in words
    assert max(len(line) for line in words.splitlines()) <= 140
    (found,) = json.loads((tmp_path / "found.json").read_text())
    assert found["rows"][0]["failures"][0]["test_negative_numbers"]["kind"] == "property"
    assert "cells" not in found["rows"][0]["file"]


def test_command_ends_with_2_and_the_next_thing_to_do(course):
    scratch.write_bank(course.root, **{"wrong/add_one__none": ("None.\nCaught by: test_adds_one", NEVER_MIND)})
    words = sealgrade(course.root, "verify", "sums", "--seeds", "1", code=2)
    assert "wrong/add_one__none.py" in words and "expected" in words and "happened" in words
    assert "sealgrade verify sums" in words


def test_assignment_without_graded_exercises_says_so(tmp_path):
    root = scratch.write_course(tmp_path)
    (root / "course.toml").write_text('[course]\nname = "Empty"\n[[assignment]]\nslug = "sums"\nnotebook = []\n')
    assert "no exercise" in sealgrade(root, "verify", "sums", code=2)


def test_hidden_test_that_fails_by_itself_is_named_as_such(tmp_path):
    root = scratch.write_course(tmp_path)
    (root / "tests/sums/test_double.py").write_text("def test_doubles(student):\n    raise KeyError('a slip of ours')\n")
    words = sealgrade(root, "verify", "sums", code=2)
    assert "a slip of ours" in words and "Mend that test in tests/sums/" in words
