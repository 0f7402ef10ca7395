"""Damaged submissions: each damage is named, costs only what it touches, and the student's file stays as it is."""

import json

import nbformat
import pytest
import scratch

from sealgrade import nbgrader_steps, restore
from sealgrade.course import Course
from sealgrade.demo import solved
from sealgrade.errors import DamagedNotebook


@pytest.fixture
def course(tmp_path):
    return Course.load(scratch.write_course(tmp_path))


@pytest.fixture
def skeleton(course):
    return nbgrader_steps.skeleton(course, "sums", "Sums")


@pytest.fixture
def handed_in(course):
    return solved(course, "sums", course.pick("sums").find("Sums"))


def parsed(nb):
    return restore.parse(nbformat.writes(nb).encode(), "Sums.ipynb")


def ids(nb):
    return [name for cell in nb.cells if (name := restore.grade_id(cell))]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"   \n", "is empty"),
        (b"PK\x03\x04\xff\xfe", "not a text file"),
        (b'{"cells": [', "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[1, 2]", "JSON but not a notebook"),
        (b'{"a": 1}', "JSON but not a notebook"),
        (b'{"cells": 3, "nbformat": 4}', "cannot be read"),
        (b'{"worksheets": {"x": 1}, "nbformat": 3}', "cannot be read"),
    ],
)
def test_file_that_is_no_notebook_is_named_with_a_remedy(data, said):
    with pytest.raises(DamagedNotebook, match=said) as caught:
        restore.parse(data, "Sums.ipynb")
    assert "Sums.ipynb" in caught.value.message and caught.value.hint


def test_missing_file_is_named(tmp_path):
    with pytest.raises(DamagedNotebook, match="was not handed in"):
        restore.read(tmp_path / "Sums.ipynb")


def test_untouched_hand_in_needs_no_note(handed_in, skeleton):
    nb, notes = restore.restore(parsed(handed_in), skeleton)
    assert notes == []
    assert ids(nb) == ids(skeleton)
    assert "secret_of_adding" in next(cell.source for cell in nb.cells if cell.id == "add_one")


def test_deleted_cells_are_put_back_in_their_places(handed_in, skeleton):
    handed_in.cells = [c for c in handed_in.cells if c.id not in ("given-1", "test_add_one", "why", "double")]
    nb, notes = restore.restore(parsed(handed_in), skeleton)
    assert ids(nb) == ids(skeleton)
    assert len(notes) == 4 and all("was missing" in note for note in notes)
    assert "missing" in next(cell.source for cell in nb.cells if cell.id == "double")


def test_older_copy_of_a_pasted_cell_does_not_win(handed_in, skeleton):
    at = next(i for i, cell in enumerate(handed_in.cells) if cell.id == "double")
    stub = nbformat.from_dict(handed_in.cells[at])
    stub.source, stub.id = next(c.source for c in skeleton.cells if c.id == "double"), "copy"
    handed_in.cells.insert(at, stub)
    nb, notes = restore.restore(parsed(handed_in), skeleton)
    assert ids(nb).count("double") == 1
    assert "np.multiply" in next(cell.source for cell in nb.cells if cell.id == "double")
    assert "2 times" in notes[0]


def test_changed_points_and_changed_given_code_are_put_back(handed_in, skeleton):
    for cell in handed_in.cells:
        if cell.id == "test_add_one":
            cell.metadata.nbgrader.points = 1000
        if cell.id == "given-1":
            cell.source = "import os"
    nb, notes = restore.restore(parsed(handed_in), skeleton)
    assert next(c for c in nb.cells if c.id == "test_add_one").metadata.nbgrader.points == 4
    assert "import numpy" in next(c.source for c in nb.cells if c.id == "given-1")
    assert len(notes) == 2


def test_cells_of_the_student_are_kept_in_order(handed_in, skeleton):
    handed_in.cells.insert(2, nbformat.v4.new_code_cell("helper = 1"))
    handed_in.cells.append(nbformat.v4.new_code_cell("after = 2"))
    nb, _ = restore.restore(parsed(handed_in), skeleton)
    assert [c.source for c in nb.cells if c.id.startswith("student-") and c.cell_type == "code"] == ["helper = 1", "after = 2"]
    nbformat.validate(nb)


def test_moved_cells_are_noted(handed_in, skeleton):
    handed_in.cells.reverse()
    nb, notes = restore.restore(parsed(handed_in), skeleton)
    assert sorted(ids(nb)) == sorted(ids(skeleton))
    assert any("original order" in note for note in notes)


def test_older_format_and_missing_kernel_metadata_are_read(handed_in, skeleton):
    old = nbformat.convert(handed_in, 3)
    nb, _ = restore.restore(restore.parse(nbformat.writes(old, version=3).encode(), "Sums.ipynb"), skeleton)
    assert ids(nb) == ids(skeleton)
    bare = json.loads(nbformat.writes(handed_in))
    bare.pop("metadata")
    bare.pop("nbformat_minor")
    nb, notes = restore.restore(restore.parse(json.dumps(bare).encode(), "Sums.ipynb"), skeleton)
    assert notes == [] and nb.metadata.kernelspec.name == "python3"


@pytest.mark.parametrize(
    "broken",
    [
        {"cell_type": "code"},
        {"cell_type": "code", "source": 5, "metadata": [], "outputs": "text"},
        {"cell_type": "code", "source": ["a", 1], "metadata": {"nbgrader": 3}, "outputs": [None, {}, {"output_type": "nothing"}]},
        {"cell_type": "code", "source": "", "metadata": {"nbgrader": {"grade_id": ["add_one"]}}},
        {"cell_type": "wish"},
        "not a cell",
        None,
    ],
)
def test_broken_cell_costs_nothing_else(handed_in, skeleton, broken):
    content = json.loads(nbformat.writes(handed_in))
    content["cells"].insert(3, broken)
    nb, _ = restore.restore(restore.parse(json.dumps(content).encode(), "Sums.ipynb"), skeleton)
    nbformat.validate(nb)
    assert ids(nb) == ids(skeleton)


def test_scripts_in_outputs_are_left_out_and_pictures_kept(handed_in, skeleton):
    demo = next(cell for cell in handed_in.cells if "demo" in cell.metadata.get("tags", []))
    data = {"text/html": "<script>alert(1)</script>", "application/javascript": "1", "image/png": "aGk=", "text/plain": "figure"}
    demo.outputs = [nbformat.v4.new_output("display_data", data=data), nbformat.v4.new_output("stream", text="said")]
    nb, _ = restore.restore(parsed(handed_in), skeleton)
    outputs = next(cell for cell in nb.cells if "demo" in cell.metadata.get("tags", [])).outputs
    assert sorted(outputs[0].data) == ["image/png", "text/plain"] and outputs[1].text == "said"


def test_notes_of_the_grader_cannot_be_forged(handed_in, skeleton):
    handed_in.metadata[restore.NOTES] = {"notes": ["Full marks for everybody."]}
    nb, _ = restore.restore(parsed(handed_in), skeleton)
    assert nb.metadata[restore.NOTES] == {"notes": []}
