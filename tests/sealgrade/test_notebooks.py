"""Every notebook as students meet it: solved, run top to bottom in a stock kernel, on the embedded defaults and on a mirror.

The released form (only NotImplementedError of the exercises) is run by `sealgrade release`, whose proofs test_release tries.
"""

import os
import shutil
from pathlib import Path

import pytest

from sealgrade import kit
from sealgrade.course import Course
from sealgrade.demo import executed, solved

ROOT = Path(__file__).parents[2]
COURSE = Course.load(ROOT)
NOTEBOOKS = [(assignment.slug, notebook.name) for assignment in COURSE.assignment for notebook in assignment.notebook]
MIRROR = os.environ.get("PIXELGRAD_DATA", "")


def run(slug, name, folder):
    """The solved notebook after a run beside the visible checks; its code cells."""
    checks = folder / "checks"
    checks.mkdir()
    notebook = COURSE.pick(slug).find(name)
    for path in COURSE.visible_tests(slug, notebook):
        shutil.copy(path, checks)
    return [cell for cell in executed(solved(COURSE, slug, notebook), folder).cells if cell.cell_type == "code"]


def text_of(cell):
    return "".join(output.get("text", "") for output in cell.outputs)


def assert_complete(cells):
    errors = [f"{cell.id}: {output.ename}: {output.evalue}" for cell in cells for output in cell.outputs if output.output_type == "error"]
    assert errors == []
    checks = [text_of(cell) for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]
    assert checks
    assert all("properties hold." in text and "fails" not in text for text in checks), checks
    assert sum("image/png" in output.get("data", {}) for cell in cells for output in cell.outputs) >= 4


@pytest.mark.slow
@pytest.mark.parametrize(("slug", "name"), NOTEBOOKS)
def test_solved_notebook_runs_on_the_embedded_defaults(slug, name, tmp_path, monkeypatch):
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path / "nothing here"))
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "no cache either"))
    cells = run(slug, name, tmp_path)
    assert_complete(cells)
    assert "efficientnet_lite0" in "".join(map(text_of, cells))


@pytest.mark.slow
@pytest.mark.skipif(not (MIRROR and Path(MIRROR, "squeezenet").is_dir()), reason="PIXELGRAD_DATA names no mirror with SqueezeNet weights")
@pytest.mark.parametrize(("slug", "name"), NOTEBOOKS)
def test_solved_notebook_runs_on_the_mirror(slug, name, tmp_path):
    cells = run(slug, name, tmp_path)
    assert_complete(cells)
    assert "squeezenet1_1" in "".join(map(text_of, cells))


def test_wheel_of_the_students_holds_every_module_that_notebooks_import():
    import zipfile

    with zipfile.ZipFile(kit.students_wheel(COURSE)) as wheel:
        names = set(wheel.namelist())
    modules = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src/pixelgrad").rglob("*.py")}
    assert modules <= names
    assert not any(name.startswith("sealgrade") for name in names)
