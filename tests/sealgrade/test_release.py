"""A release is proven: nothing of the solutions or hidden tests in it, complete, and runnable. Each proof can fail."""

import zipfile
from pathlib import Path

import nbformat
import pytest
import scratch

from sealgrade import demo, kit, nbgrader_steps, release
from sealgrade.course import Course
from sealgrade.errors import CourseError


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A scratch course that has been released once; tests that change it copy it."""
    root = scratch.write_course(tmp_path_factory.mktemp("course"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        proofs = release.release(Course.load(root), "sums")
    return Course.load(root), proofs


@pytest.fixture
def folder(released, monkeypatch):
    course, _ = released
    monkeypatch.chdir(course.root)
    kit.write(course, course.pick("sums"))
    return course.release("sums")


def broken(course):
    return [proof.claim for proof in release.prove(course, course.pick("sums"), run=False) if proof.broken]


def test_every_proof_holds(released):
    _, proofs = released
    assert len(proofs) == 5 and not any(proof.broken for proof in proofs)


def test_stub_names_its_function(folder):
    nb = nbformat.read(folder / "Sums.ipynb", as_version=4)
    stub = next(cell.source for cell in nb.cells if cell.id == "double")
    assert stub == 'def double(x):\n    """Twice x."""\n    raise NotImplementedError("double")'


def test_written_answer_is_cleared(folder):
    nb = nbformat.read(folder / "Sums.ipynb", as_version=4)
    assert "model answer" not in next(cell.source for cell in nb.cells if cell.id == "why")


def test_release_equals_the_skeleton_that_submissions_are_restored_from(released, folder):
    course, _ = released
    given = {c.id: c.source for c in nbformat.read(folder / "Sums.ipynb", as_version=4).cells if c.cell_type == "code"}
    made = {c.id: c.source for c in nbgrader_steps.skeleton(course, "sums", "Sums").cells if c.cell_type == "code"}
    assert given == made


def test_students_wheel_holds_nothing_of_the_staff(folder):
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        names = wheel.namelist()
        metadata = wheel.read(next(name for name in names if name.endswith("METADATA"))).decode()
        commands = wheel.read(next(name for name in names if name.endswith("entry_points.txt"))).decode()
    assert "kit/__init__.py" in names
    assert not any("staff" in name for name in names)
    assert "kit-tool = kit:main" in commands and "staff" not in commands
    assert "Requires-Dist: numpy" in metadata


def test_students_wheel_of_the_course_carries_the_catalogue_and_the_command():
    root = Path(__file__).resolve().parents[2]
    with zipfile.ZipFile(kit.students_wheel(Course.load(root))) as wheel:
        assert wheel.read("pixelgrad/data/catalogue.toml") == (root / "datasets" / "catalogue.toml").read_bytes()
        commands = wheel.read(next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))).decode()
    lines = [line for line in commands.splitlines() if line]
    assert lines == [
        "[console_scripts]", "pixelgrad = pixelgrad.__main__:main",
        "[nbconvert.exporters]", "pixelgrad-pdf = pixelgrad.pdf:PixelgradPDF",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("leak", "claim"),
    [
        ("    secret_of_adding = x + 1", "no line of a solution is in it"),
        ("Because the model answer says so.", "no line of a solution is in it"),
        ("    expected_by_the_hidden_test = seed + 1", "no line of a hidden test is in it"),
    ],
)
def test_leak_anywhere_in_the_folder_is_found(released, folder, leak, claim):
    (folder / "checks" / "notes.txt").write_text(leak + "\n")
    assert broken(released[0]) == [claim]


def test_missing_check_file_is_found(released, folder):
    (folder / "checks" / "test_double.py").unlink()
    assert broken(released[0]) == ["it holds all that a student needs"]


def test_left_over_solution_mark_and_output_are_found(released, folder):
    path = folder / "Sums.ipynb"
    before = path.read_text()
    nb = nbformat.read(path, as_version=4)
    nb.cells[1].source += "\n### BEGIN SOLUTION"
    nbformat.write(nb, path)
    try:
        assert broken(released[0]) == ["no solution mark, no jupytext key, no stored output"]
    finally:
        path.write_text(before)


def test_release_that_raises_something_else_is_taken_back(tmp_path, monkeypatch):
    course = Course.load(scratch.write_course(tmp_path))
    master = course.master("sums", "Sums")
    master.write_text(master.read_text().replace("import numpy as np", "import numpy as np\n\n1 / 0"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CourseError, match="ZeroDivisionError"):
        release.release(course, "sums")
    assert not course.release("sums").exists()


WAITS = '# %% tags=["demo"]\nraise NotImplementedError("total: made by a cell above")\n\n'


@pytest.mark.parametrize(("before", "allowed"), [('# %% solution="add_one"', False), ('# %% [markdown] answer="why"', True)])
def test_a_cell_may_wait_for_an_exercise_above_it_only(tmp_path, before, allowed):
    course = Course.load(scratch.write_course(tmp_path))
    master = course.master("sums", "Sums")
    master.write_text(master.read_text().replace(before, WAITS + before))
    if allowed:
        release.release(course, "sums")
        assert course.release("sums").exists()
    else:
        with pytest.raises(CourseError, match="total: made by a cell above"):
            release.release(course, "sums")


def test_imports_are_no_secret():
    """A notebook may import what a hidden test imports; everything else that is telling counts."""
    course = Course.load(Path(__file__).parents[2])
    lines = release.hidden_lines(course, course.pick("interpretability"))
    assert lines and not [line for line in lines if line.startswith(("import ", "from "))]


def test_kernel_that_runs_a_notebook_has_sockets_of_its_own(tmp_path):
    """Ports of TCP may be taken by another process between the choice and the binding; then a release would fail by chance."""
    shown = "import json, ipykernel\nprint(json.dumps(ipykernel.get_connection_info(unpack=True)['transport']))"
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(shown)])
    assert demo.executed(nb, tmp_path).cells[0].outputs[0].text.strip() == '"ipc"'
