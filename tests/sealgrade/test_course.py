"""course.toml: read strictly, explained kindly, one slug for every stage."""

from pathlib import Path

import pytest
import scratch

from sealgrade.course import Course
from sealgrade.errors import CourseError

ROOT = Path(__file__).parents[2]


def test_paths_follow_from_the_slug(tmp_path):
    course = Course.load(scratch.write_course(tmp_path))
    assert course.master("sums", "Sums") == tmp_path.resolve() / "solutions/sums/Sums.py"
    assert [path.name for path in course.hidden_tests("sums", course.pick("sums").find("Sums"))] == ["test_add_one.py", "test_double.py"]


def test_unknown_slug_suggests_the_nearest(tmp_path):
    course = Course.load(scratch.write_course(tmp_path))
    with pytest.raises(CourseError) as caught:
        course.pick("sum")
    assert "'sums'" in caught.value.hint
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        (lambda t: t.replace("points = 4", "points = -4"), "points"),
        (lambda t: t.replace("points = 4", "pionts = 4"), "points"),
        (lambda t: t.replace('rule = "all_or_nothing"', 'rule = "some"'), "rule"),
        (lambda t: t + "\n[[", "TOML"),
    ],
)
def test_mistake_in_the_table_is_named(tmp_path, edit, named):
    path = scratch.write_course(tmp_path) / "course.toml"
    path.write_text(edit(path.read_text()))
    with pytest.raises(CourseError, match=named):
        Course.load(tmp_path)


def test_missing_hidden_test_is_a_course_error(tmp_path):
    course = Course.load(scratch.write_course(tmp_path))
    (tmp_path / "tests/sums/test_double.py").unlink()
    with pytest.raises(CourseError, match="test_double"):
        course.hidden_tests("sums", course.pick("sums").find("Sums"))


def test_every_slug_of_this_course_is_a_folder_of_every_stage():
    course = Course.load(ROOT)
    for assignment in course.assignment:
        for stage in ("solutions", "source", "tests"):
            assert (ROOT / stage / assignment.slug).is_dir(), f"{stage}/{assignment.slug}"
    assert {path.name for path in (ROOT / "solutions").iterdir()} == {assignment.slug for assignment in course.assignment}


def test_nothing_but_notebooks_lies_below_source():
    """Stock nbgrader copies every other file of source/<slug>/ into the release."""
    assert {path.suffix for path in (ROOT / "source").rglob("*") if path.is_file()} == {".ipynb"}


def test_every_exercise_has_hidden_tests_visible_checks_and_a_bank():
    course = Course.load(ROOT)
    for assignment in course.assignment:
        for notebook in assignment.notebook:
            assert course.hidden_tests(assignment.slug, notebook)
            assert course.visible_tests(assignment.slug, notebook)
            for function in (f for exercise in notebook.exercise for f in exercise.functions):
                for verdict in ("wrong", "right"):
                    assert any(path.stem.startswith(f"{function}__") for path in course.bank(assignment.slug, verdict)), function
