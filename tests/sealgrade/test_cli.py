"""The command line as a person uses it: the whole road on a scratch course, helpful errors, truthful exit codes."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import scratch
import typer
from typer.testing import CliRunner

from sealgrade import cli, demo
from sealgrade.course import Course
from sealgrade.errors import CourseError, SealgradeError
from sealgrade.results import NotebookResult

COMMANDS = tuple(typer.main.get_command(cli.app).commands)
OF_AN_ASSIGNMENT = [command for command in COMMANDS if command not in ("adopt", "doctor", "run")]


def sealgrade(root, *arguments, code=0):
    command = [str(Path(sys.executable).parent / "sealgrade"), *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, env={**os.environ, "COLUMNS": "140"}, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A scratch course, released, with five submissions, graded once by the command. Returns (course, its words)."""
    root = scratch.write_course(tmp_path_factory.mktemp("class"))
    sealgrade(root, "release", "sums", "--no-run")
    course = Course.load(root)
    right = demo.solved(course, "sums", course.pick("sums").notebook[0])
    wrong = demo.with_functions(right, {"add_one": "def add_one(x):\n    return abs(x) + 1"})
    for student, nb in {"ada": right, "bob": wrong, "cleo": course.release("sums") / "Sums.ipynb"}.items():
        text = nb.read_text() if isinstance(nb, Path) else nbformat.writes(nb)
        demo.write(course, student, "sums", "Sums.ipynb", text)
    demo.write(course, "dan", "sums", "Sums.ipynb", "not a notebook")
    demo.write(course, "eve", "sums", "Sums (2).ipynb", nbformat.writes(right))
    return course, sealgrade(root, "grade", "sums")


def result(course, student):
    return NotebookResult.model_validate_json(course.result("sums", student, "Sums").read_text())


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_shows_an_example(command):
    shown = CliRunner().invoke(cli.app, [command, "--help"])
    assert shown.exit_code == 0
    assert f"sealgrade {command}" in shown.output


def test_every_verb_of_the_design_is_a_command():
    assert set(COMMANDS) >= set("build adopt release grade verify mutate report export feedback doctor demo".split())


def test_version_is_printed(tmp_path):
    assert sealgrade(tmp_path, "--version").strip() == f"sealgrade {cli.__version__}"


def test_no_course_here(tmp_path):
    assert "no course.toml" in sealgrade(tmp_path, "build", code=2)


@pytest.mark.parametrize("command", OF_AN_ASSIGNMENT)
def test_unknown_assignment_names_the_nearest(tmp_path, monkeypatch, command):
    monkeypatch.chdir(scratch.write_course(tmp_path))
    error = CliRunner().invoke(cli.app, [command, "summs"]).exception
    assert isinstance(error, CourseError) and error.exit_code == 2 and "Did you mean 'sums'" in error.hint


def test_a_submission_that_is_not_there_is_said_to_be_missing(tmp_path, monkeypatch):
    monkeypatch.chdir(scratch.write_course(tmp_path))
    error = CliRunner().invoke(cli.app, ["run", "Sums.ipynb"]).exception
    assert isinstance(error, CourseError) and error.message == "There is no Sums.ipynb." and "folder" in error.hint


@pytest.mark.parametrize("command", ["report", "export", "feedback"])
def test_commands_for_a_graded_class_before_it_is_graded(tmp_path, monkeypatch, command):
    monkeypatch.chdir(scratch.write_course(tmp_path))
    error = CliRunner().invoke(cli.app, [command, "sums"]).exception
    assert isinstance(error, SealgradeError) and "sealgrade grade sums" in error.hint


def test_release_works_without_an_activated_environment(tmp_path):
    root = scratch.write_course(tmp_path)
    command = [str(Path(sys.executable).parent / "sealgrade"), "release", "sums", "--no-run"]
    done = subprocess.run(
        command, cwd=root, env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_command_line_does_not_load_torch():
    code = "import sys, sealgrade.cli, sealgrade.scoring, sealgrade.release; raise SystemExit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_build_check_fails_until_built(tmp_path):
    root = scratch.write_course(tmp_path)
    assert "sealgrade build" in sealgrade(root, "build", "--check", code=2)
    sealgrade(root, "build")
    sealgrade(root, "build", "--check")


def test_grade_before_release_names_the_next_command(tmp_path):
    root = scratch.write_course(tmp_path)
    demo.write(Course.load(root), "ada", "sums", "Sums.ipynb", "{}")
    assert "sealgrade release sums" in sealgrade(root, "grade", "sums", code=2)


def test_grade_without_submissions_says_where_they_go(tmp_path):
    assert "submitted/<student>/sums/" in sealgrade(scratch.write_course(tmp_path), "grade", "sums", code=2)


def test_scores_and_rules(graded):
    course, _ = graded
    scores = {student: [e.score for e in result(course, student).exercises] for student in ("ada", "bob", "cleo", "dan")}
    assert scores == {"ada": [4, 6], "bob": [1, 6], "cleo": [0, 0], "dan": [0, 0]}


def test_what_students_may_read_is_there_wherever_the_course_lies(graded):
    """This scratch course lies below /tmp, where workers usually get an empty folder of their own."""
    course, _ = graded
    source = f"import os\n\ndef add_one(x):\n    return x + len(os.listdir({str(course.root / 'src/kit')!r}))"
    right = demo.solved(course, "sums", course.pick("sums").notebook[0])
    demo.write(course, "gus", "sums", "Sums.ipynb", nbformat.writes(demo.with_functions(right, {"add_one": source})))
    sealgrade(course.root, "grade", "sums", "--student", "gus")
    assert [exercise.score for exercise in result(course, "gus").exercises] == [4, 6]


def test_table_says_why_points_were_lost(graded):
    _, words = graded
    assert "Negative numbers work too" in words
    assert "not implemented yet" in words
    assert "Sums.ipynb is not valid JSON" in words
    assert "Sums (2).ipynb, which must be renamed" in words


def test_layers_in_force_are_stored_with_every_result(graded):
    document = result(graded[0], "ada")
    assert document.profile in ("full", "user", "docker-root")
    assert document.layers and document.guarantees and not any(document.guarantees.values())
    assert document.trusted_submission is False


def test_submitted_files_are_not_altered(graded):
    assert (graded[0].root / "submitted/dan/sums/Sums.ipynb").read_text() == "not a notebook"


def test_no_line_of_a_hidden_test_is_in_any_graded_notebook(graded):
    course, _ = graded
    for path in (course.root / "autograded").rglob("*.ipynb"):
        assert "expected_by_the_hidden_test" not in path.read_text()


def test_own_figures_of_the_demo_cells_survive(graded):
    course, _ = graded
    nb = nbformat.read(course.root / "submitted/ada/sums/Sums.ipynb", as_version=4)
    demo_cell = next(cell for cell in nb.cells if "demo" in cell.metadata.get("tags", []))
    demo_cell.outputs = [nbformat.v4.new_output("display_data", data={"image/png": "aGk=", "text/plain": "own figure"})]
    demo.write(course, "fay", "sums", "Sums.ipynb", nbformat.writes(nb))
    sealgrade(course.root, "grade", "sums", "--student", "fay")
    assert "own figure" in (course.root / "autograded/fay/sums/Sums.ipynb").read_text()


def test_broken_hidden_test_is_our_fault_and_scores_nobody(graded):
    course, _ = graded
    path = course.root / "tests/sums/test_double.py"
    before, known = path.read_text(), result(course, "ada")
    path.write_text("def test_doubles(student):\n    raise KeyError('a slip of ours')\n")
    try:
        words = sealgrade(course.root, "grade", "sums", "--student", "ada", code=2)
    finally:
        path.write_text(before)
    assert "CourseError" in words and "a slip of ours" in words
    assert result(course, "ada") == known  # what is there is of the tests that worked


def test_master_edited_after_the_release_asks_for_a_new_one(graded):
    course, _ = graded
    master = course.master("sums", "Sums")
    before = master.read_text()
    master.write_text(before.replace("import numpy as np", "import numpy as np\nimport math"))
    try:
        words = sealgrade(course.root, "grade", "sums", "--student", "ada", code=2)
    finally:
        master.write_text(before)
    assert "changed since it was released" in words and "sealgrade release sums" in words


def test_unconfined_grading_must_be_asked_for(graded):
    course, _ = graded
    assert "--trust-submissions" in sealgrade(course.root, "grade", "sums", "--student", "ada", "--profile", "none", code=3)
    sealgrade(course.root, "grade", "sums", "--student", "ada", "--profile", "none", "--trust-submissions")
    assert result(course, "ada").trusted_submission is True


def test_doctor_names_layers_and_guarantees(tmp_path):
    words = sealgrade(scratch.write_course(tmp_path), "doctor")
    assert "in force" in words and "holds" in words and "no network" in words
