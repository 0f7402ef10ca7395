"""Masters to source notebooks: what each mark becomes, the same bytes twice, and back again by adopt."""

from pathlib import Path

import nbformat
import pytest
import scratch
from nbgrader.nbgraderformat import MetadataValidator

from sealgrade import adopt, build
from sealgrade.course import Course
from sealgrade.errors import CourseError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def course(tmp_path):
    return Course.load(scratch.write_course(tmp_path))


def built(course):
    notebook = course.pick("sums").find("Sums")
    return build.build_notebook(course.master("sums", "Sums"), notebook)


def test_each_mark_becomes_its_nbgrader_metadata(course):
    kinds = {
        c.id: (m["grade"], m["solution"], m["locked"], m.get("points")) for c in built(course).cells if (m := c.metadata.get("nbgrader"))
    }
    assert kinds["add_one"] == (False, True, False, None)
    assert kinds["test_add_one"] == (True, False, True, 4)
    assert kinds["why"] == (True, True, False, 2)
    assert kinds["given-1"] == (False, False, True, None)


def test_result_is_valid_for_nbformat_and_nbgrader(course):
    nb = built(course)
    nbformat.validate(nb)
    for cell in nb.cells:
        MetadataValidator().validate_cell(cell)


def test_demo_cells_keep_their_tag(course):
    assert [cell.metadata.tags for cell in built(course).cells if "tags" in cell.metadata] == [["demo"]]


def test_same_master_gives_the_same_bytes(course):
    assert build.as_text(built(course)) == build.as_text(built(course))
    assert build.build(course, "sums") and not build.build(course, "sums")


def test_no_jupytext_key_and_no_output(course):
    text = build.as_text(built(course))
    assert "jupytext" not in text and "lines_to_next_cell" not in text and '"output_type"' not in text


def test_sync_builds_only_what_is_older_than_its_master(course):
    assert [path.name for path in build.sync(course)] == ["Sums.ipynb"]
    assert build.sync(course) == []
    master = course.master("sums", "Sums")
    master.write_text(master.read_text().replace("Two functions", "A pair of functions"))
    assert [path.name for path in build.sync(course)] == ["Sums.ipynb"]


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        (lambda t: t.replace('solution="double"', 'solutoin="double"'), "solutoin"),
        (lambda t: t.replace("points=6", "points=7"), "disagree on graded cells"),
        (lambda t: t.replace('solution="double"', 'solution="add_one"'), "two cells are named"),
        (lambda t: t.replace('# %% solution="double"', "# %%"), "disagree on functions"),
    ],
)
def test_wrong_mark_is_a_course_error_that_names_it(course, edit, named):
    master = course.master("sums", "Sums")
    master.write_text(edit(master.read_text()))
    with pytest.raises(CourseError, match=named):
        built(course)


def test_adopt_of_an_untouched_notebook_changes_nothing(course):
    build.build(course, "sums")
    before = course.source("sums", "Sums").read_text()
    adopt.adopt(course, course.source("sums", "Sums"))
    assert course.source("sums", "Sums").read_text() == before
    assert build.build(course, "sums", write=False) == []


def test_adopt_brings_an_edit_made_in_jupyter_into_the_master(course):
    build.build(course, "sums")
    path = course.source("sums", "Sums")
    nb = nbformat.read(path, as_version=4)
    solution = next(cell for cell in nb.cells if cell.id == "double")
    solution.source = solution.source.replace("np.multiply(x, 2.0)", "x + x")
    solution.outputs, solution.execution_count = [nbformat.v4.new_output("stream", text="seen")], 7
    nb.cells.insert(1, nbformat.v4.new_markdown_cell("A new remark."))
    nbformat.write(nb, path)
    master = adopt.adopt(course, path)
    assert "    return x + x\n" in master.read_text() and "# A new remark." in master.read_text()
    assert "seen" not in path.read_text()
    assert build.build(course, "sums", write=False) == []


def test_adopt_refuses_what_no_mark_can_say_and_keeps_the_master(course):
    build.build(course, "sums")
    path, before = course.source("sums", "Sums"), course.master("sums", "Sums").read_text()
    nb = nbformat.read(path, as_version=4)
    nb.cells = [cell for cell in nb.cells if cell.id != "test_double"]
    nbformat.write(nb, path)
    with pytest.raises(CourseError, match="disagree on graded cells"):
        adopt.adopt(course, path)
    assert course.master("sums", "Sums").read_text() == before


@pytest.mark.parametrize("path", sorted((ROOT / "source").rglob("*.ipynb")), ids=lambda path: path.stem)
def test_committed_sources_are_what_the_masters_build_to(path):
    course = Course.load(ROOT)
    slug = path.parent.name
    notebook = course.pick(slug).find(path.stem)
    assert build.as_text(build.build_notebook(course.master(slug, path.stem), notebook)) == path.read_text()


@pytest.mark.parametrize("path", sorted((ROOT / "source").rglob("*.ipynb")), ids=lambda path: path.stem)
def test_adopt_round_trips_the_committed_notebooks(path, tmp_path):
    """Every master of this course can be edited in Jupyter: adopt and build give the same notebook again."""
    course = Course.load(ROOT)
    slug = path.parent.name
    master = tmp_path / f"{path.stem}.py"
    master.write_text(adopt.as_master(nbformat.read(path, as_version=4)))
    assert build.as_text(build.build_notebook(master, course.pick(slug).find(path.stem))) == path.read_text()
