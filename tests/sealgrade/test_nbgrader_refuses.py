"""Where the course is broken or the engine missing, plain nbgrader runs no submission: the stock way would be unsealed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import nbformat
import pytest
import scratch

ROOT = Path(__file__).parents[2]
STOCK = f"""
kernel = get_config().KernelManager  # a socket of its own, as another process may have taken a TCP port by the time it is bound
kernel.transport, kernel.ip = "ipc", "@{uuid4()}"
"""


def nbgrader(root, *words, **variables):
    here = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": f"{here}{os.pathsep}{os.environ['PATH']}", "OMP_NUM_THREADS": "1", **variables}
    return subprocess.run([f"{here}/nbgrader", *words], cwd=root, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A released course with one submission, which leaves a file behind where it is run outside the engine."""
    root = scratch.write_course(tmp_path_factory.mktemp("refuses") / "course")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    done = nbgrader(root, "generate_assignment", "sums")
    assert done.returncode == 0, done.stderr
    nb = nbformat.read(root / "release/sums/Sums.ipynb", 4)
    nb.cells[2].source += f"\nopen({str(root.parent / 'ran')!r}, 'w').close()"
    (root / "submitted/ann/sums").mkdir(parents=True)
    nbformat.write(nb, root / "submitted/ann/sums/Sums.ipynb")
    return root


@pytest.fixture
def course(prepared, tmp_path):
    """A copy of it for one test, and the file that its submission leaves behind."""
    (prepared.parent / "ran").unlink(missing_ok=True)
    return shutil.copytree(prepared, tmp_path / "course"), prepared.parent / "ran"


def course_file_broken(root):
    (root / "course.toml").write_text(scratch.COURSE.replace('name = "Scratch"', 'name = "Scratch'))


def course_file_gone(root):
    (root / "course.toml").unlink()


def assignment_renamed(root):
    (root / "course.toml").write_text(scratch.COURSE.replace('slug = "sums"', 'slug = "sum"'))


def points_that_are_none(root):
    (root / "course.toml").write_text(scratch.COURSE.replace("points = 4", 'points = "many"'))


def master_broken(root):
    (root / "solutions/sums/Sums.py").write_text(scratch.MASTER.replace("tests=", "test="))


def master_gone(root):
    (root / "solutions/sums/Sums.py").unlink()


def engine_missing(root):
    (root / "sealgrade.py").write_text("raise ModuleNotFoundError(\"No module named 'sealgrade'\")\n")


def nbgrader_too_new(root):
    (root / "sealgrade").mkdir()
    (root / "sealgrade/__init__.py").touch()
    (root / "sealgrade/nbgrader_steps.py").write_text("def configure(c):\n    raise AttributeError('nbgrader has no such step')\n")


def autograde(root):
    return nbgrader(root, "autograde", "sums", PYTHONPATH=str(root))


def test_submission_is_run_where_nothing_seals_it(course):
    """The control of the tests below: this is what they would see."""
    root, ran = course
    (root / "nbgrader_config.py").write_text(STOCK)
    done = autograde(root)
    assert done.returncode == 0, done.stderr
    assert ran.exists()


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (course_file_broken, "course.toml is not valid TOML"),
        (course_file_gone, "course.toml does not name 'sums', which has a master."),
        (assignment_renamed, "course.toml does not name 'sums', which has a master."),
        (points_that_are_none, "course.toml: assignment"),
        (master_broken, "unknown mark 'test'"),
        (master_gone, "solutions/sums/Sums.py"),
        (engine_missing, "No module named 'sealgrade': this course is graded by sealgrade. Use the nbgrader of `make env`"),
        (nbgrader_too_new, "nbgrader has no such step: this course is graded by sealgrade. Use the nbgrader of `make env`"),
    ],
)
def test_submission_is_not_run_where_something_is_broken(course, broken, told):
    root, ran = course
    broken(root)
    done = autograde(root)
    assert done.returncode == 1
    assert told in done.stderr
    assert not ran.exists()
    assert not (root / "autograded").exists() or not list((root / "autograded").rglob("*.ipynb"))
