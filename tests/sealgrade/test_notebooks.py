"""Every notebook as students meet it: solved, run top to bottom in a stock kernel, on the embedded defaults and on a mirror.

The released form (only NotImplementedError of the exercises) is run by `sealgrade release`: see test_problem_sets.
"""

import functools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from pypdf import PdfReader

from sealgrade import kit, outline
from sealgrade.course import Course
from sealgrade.demo import executed, solved

ROOT = Path(__file__).parents[2]
COURSE = Course.load(ROOT)
NOTEBOOKS = [(assignment.slug, notebook.name) for assignment in COURSE.assignment for notebook in assignment.notebook]
MIRROR = os.environ.get("PIXELGRAD_DATA", "")
# What the printed lines of a notebook say it took: one of these.
EMBEDDED = ("efficientnet_lite0", "images of digits", "which come with the course")
MIRRORED = ("squeezenet1_1", "images of mnist", "images of cifar10", "CelebA against a GAN")
NO_OTHER_DATA = {"Regularization"}  # its eleven points are all there is


def run(slug, name, folder):
    """The solved notebook after a run beside the visible checks."""
    checks = folder / "checks"
    checks.mkdir(exist_ok=True)
    notebook = COURSE.pick(slug).find(name)
    for path in COURSE.visible_tests(slug, notebook):
        shutil.copy(path, checks)
    return executed(solved(COURSE, slug, notebook), folder)


@pytest.fixture(scope="module")
def on_defaults(tmp_path_factory):
    """Runs a notebook where there is nothing to download from; each only once. The folder holds what was run."""
    folder = tmp_path_factory.mktemp("defaults")

    @functools.cache
    def notebook(slug, name):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PIXELGRAD_DATA", str(folder / "nothing here"))
            patch.setenv("TORCH_HOME", str(folder / "no cache either"))
            nb = run(slug, name, folder)
        nbformat.write(nb, folder / f"{name}.ipynb")
        return nb

    notebook.folder = folder
    return notebook


def code_cells(nb):
    return [cell for cell in nb.cells if cell.cell_type == "code"]


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
def test_solved_notebook_runs_on_the_embedded_defaults(slug, name, on_defaults):
    cells = code_cells(on_defaults(slug, name))
    assert_complete(cells)
    assert any(taken in "".join(map(text_of, cells)) for taken in EMBEDDED)
    drawn = [cell.id for cell in cells if any("image/png" in output.get("data", {}) for output in cell.outputs)]
    assert drawn == [cell.id for cell in cells if outline.FIGURE in cell.metadata.get("tags", [])]


@pytest.mark.slow
@pytest.mark.parametrize("assignment", COURSE.assignment, ids=lambda assignment: assignment.slug)
def test_solved_homework_is_handed_in_with_the_script(assignment, on_defaults):
    """Every question of the PDF on the page that `sealgrade outline` prints, and nothing beyond the pages it has."""
    for notebook in assignment.notebook:
        on_defaults(assignment.slug, notebook.name)
    folder = on_defaults.folder
    (folder / outline.MANIFEST).write_text(json.dumps(outline.manifest(COURSE, assignment.slug)))
    shutil.copy(ROOT / kit.SCRIPT, folder)
    command, environment = ["sh", str(folder / kit.SCRIPT), "--name", "Ada Lovelace"], {**os.environ, "PYTHON": sys.executable}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "note:" not in done.stdout, done.stdout
    pages = [page.extract_text() for page in PdfReader(folder / f"{assignment.slug}.pdf").pages]
    sections = outline.outline(COURSE, assignment.slug)
    assert len(pages) == sections[-1].last, "a question of the worked solution needs more pages than course.toml gives it"
    for section in sections[1:]:
        assert section.title in pages[section.page - 1], section


@pytest.mark.slow
@pytest.mark.skipif(not (MIRROR and Path(MIRROR, "squeezenet").is_dir()), reason="PIXELGRAD_DATA names no mirror with SqueezeNet weights")
@pytest.mark.parametrize(("slug", "name"), NOTEBOOKS)
def test_solved_notebook_runs_on_the_mirror(slug, name, tmp_path):
    cells = code_cells(run(slug, name, tmp_path))
    assert_complete(cells)
    assert name in NO_OTHER_DATA or any(taken in "".join(map(text_of, cells)) for taken in MIRRORED)


def test_wheel_of_the_students_holds_every_module_that_notebooks_import():
    import zipfile

    with zipfile.ZipFile(kit.students_wheel(COURSE)) as wheel:
        names = set(wheel.namelist())
    modules = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src/pixelgrad").rglob("*.py")}
    assert modules <= names
    assert not any(name.startswith("sealgrade") for name in names)
