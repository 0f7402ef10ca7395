"""Our quicker steps store what nbgrader's own steps store, as a whole or not at all."""

import copy
import os
import shutil
import subprocess
import sys
from pathlib import Path

import classroom
import nbformat
import pytest
import scratch
from nbgrader.api import Gradebook
from nbgrader.preprocessors import OverwriteCells, SaveAutoGrades

from sealgrade import gradebook, scoring
from sealgrade.api import nbgrader_api
from sealgrade.course import Course
from sealgrade.nbgrader_steps import TolerantExporter, restored, skeleton

SLUG = "sums"


PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A released scratch course with a submission of ada's in its gradebook."""
    root = scratch.write_course(tmp_path_factory.mktemp("course"))
    subprocess.run(["nbgrader", "generate_assignment", SLUG], cwd=root, check=True, capture_output=True, env={**os.environ, "PATH": PATH})
    with Gradebook(url(root)) as book:
        book.add_student("ada")
        book.add_submission(SLUG, "ada")
    return root


@pytest.fixture
def course(released, tmp_path, monkeypatch):
    """A copy for one test. nbgrader calls alembic by its bare name for a new gradebook."""
    monkeypatch.setenv("PATH", PATH)
    return Course.load(Path(shutil.copytree(released, tmp_path / "course")))


def url(root):
    return f"sqlite:///{root / 'gradebook.db'}"


def resources(course):
    return {"nbgrader": {"notebook": "Sums", "assignment": SLUG, "student": "ada", "db_url": url(course.root)}}


def scored(course):
    """The notebook as it is when scores are saved."""
    nb = skeleton(course, SLUG, "Sums")
    for cell, score in zip([c for c in nb.cells if c.id.startswith("test_")], ("1.5", "6.0"), strict=True):
        cell.outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": score}, execution_count=1)]
    return nb


def stored(course):
    """Everything that saving scores writes."""
    with Gradebook(url(course.root)) as book:
        found = book.find_submission_notebook("Sums", SLUG, "ada")
        grades = {grade.name: (grade.auto_score, bool(grade.needs_manual_grade)) for grade in found.grades}
        return grades, {comment.name: comment.auto_comment for comment in found.comments}


def test_scores_are_stored_as_nbgrader_stores_them(course):
    before = stored(course)
    gradebook.SaveAtOnce().preprocess(scored(course), resources(course))
    ours = stored(course)
    assert ours != before and ours[0]["test_add_one"] == (1.5, False) and ours[0]["why"] == (None, True)
    with Gradebook(url(course.root)) as book:
        for grade in book.find_submission_notebook("Sums", SLUG, "ada").grades:
            grade.auto_score = None
        book.db.commit()
    SaveAutoGrades().preprocess(scored(course), resources(course))
    assert stored(course) == ours


def test_scores_of_a_notebook_are_stored_whole_or_not_at_all(course, monkeypatch):
    before, real, seen = stored(course), SaveAutoGrades._add_score, []

    def dies_at_the_second(self, cell, resources):
        seen.append(cell.id)
        if len(seen) == 2:
            raise KeyboardInterrupt
        real(self, cell, resources)

    monkeypatch.setattr(SaveAutoGrades, "_add_score", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        gradebook.SaveAtOnce().preprocess(scored(course), resources(course))
    assert len(seen) == 2 and stored(course) == before


@pytest.mark.parametrize("change", ["points", "source", "locked", "unknown", "type"])
def test_changed_cells_are_put_back_as_nbgrader_does(course, change):
    nb = skeleton(course, SLUG, "Sums")
    cell = next(c for c in nb.cells if c.id == "test_add_one")
    if change == "points":
        cell.metadata.nbgrader.points = 400
    elif change == "source":
        cell.source = "100"
    elif change == "locked":
        cell.metadata.nbgrader.locked = False
    elif change == "unknown":
        cell.metadata.nbgrader.grade_id = "invented"
    else:
        cell = next(c for c in nb.cells if c.id == "why")
        cell.cell_type, cell.outputs, cell.execution_count = "code", [], None
    stock, _ = OverwriteCells().preprocess(copy.deepcopy(nb), resources(course))
    ours, _ = gradebook.OverwriteAtOnce().preprocess(copy.deepcopy(nb), resources(course))
    assert ours == stock and ours != nb


def test_a_gradebook_that_was_removed_is_made_anew(course):
    gradebook.keep_statements()
    place = course.root / "gradebook.db"
    with Gradebook(url(course.root)) as book:
        assert [student.id for student in book.students] == ["ada"]
    place.unlink()
    with Gradebook(url(course.root)) as book:
        assert book.students == []
        book.add_student("bob")
    with Gradebook(url(course.root)) as book:
        assert [student.id for student in book.students] == ["bob"]


def graded(course, student="ada"):
    """The graded notebook that nbgrader's two conversions write, as bytes. No engine: the result is there already."""
    path = course.root / "submitted" / student / SLUG / "Sums.ipynb"
    if not path.exists():
        classroom.hand_in(course, student, {"add_one": "def add_one(x):\n    return x + 1\n"})
    task = scoring.task_for(restored(course, SLUG, path), course.pick(SLUG).notebook[0], [])
    scoring.ready[SLUG, student, "Sums"] = task.identity, classroom.result(classroom.passing("test_adds_one"))
    with classroom.working_in(course.root):
        answer = nbgrader_api(course).autograde(SLUG, student, force=True, create=True)
    assert answer["success"], answer
    return (course.root / "autograded" / student / SLUG / "Sums.ipynb").read_bytes()


def test_going_on_with_the_first_conversions_notebook_is_as_good_as_reading_it_again(course, monkeypatch):
    quick = graded(course)
    monkeypatch.setattr(TolerantExporter, "first", property(lambda self: ("", None), lambda self, value: None))
    assert graded(course) == quick
    nb = nbformat.reads(quick, as_version=4)
    nbformat.validate(nb)
    assert stored(course)[0]["test_add_one"] == (2.0, False)


def test_what_an_earlier_step_wrote_is_read_when_somebody_changed_it_meanwhile(course, monkeypatch):
    real = TolerantExporter.second

    def changed(self, text, resources):
        return real(self, text.replace("return x + 1", "return 1 + x"), resources)

    monkeypatch.setattr(TolerantExporter, "second", changed)
    assert b"return 1 + x" in graded(course)


def test_steps_are_kept_from_one_submission_to_the_next_while_the_configuration_is_the_same(course):
    graded(course)
    before = dict(TolerantExporter.made)
    graded(course, "bob")
    assert all(TolerantExporter.made[key] is step for key, step in before.items())
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "get_config().LimitOutput.max_lines = 3  # noqa: F821\n")
    graded(course)
    limit = next(step for step in TolerantExporter.made.values() if type(step).__name__ == "LimitOutput")
    assert limit.max_lines == 3 and limit not in before.values()


def test_a_gradebook_that_another_process_has_replaced_is_opened_anew(course, tmp_path):
    gradebook.keep_statements()
    other = shutil.copy(course.root / "gradebook.db", tmp_path / "other.db")
    with Gradebook(f"sqlite:///{other}") as book:
        book.add_student("bob")
    with Gradebook(url(course.root)) as book:
        assert [student.id for student in book.students] == ["ada"]
    os.replace(other, course.root / "gradebook.db")
    with Gradebook(url(course.root)) as book:
        assert sorted(student.id for student in book.students) == ["ada", "bob"]
