"""The score table at the end: whatever the width and however many exercises, every number and every reason is readable."""

import pytest
import scratch
from rich.console import Console

from sealgrade.course import Course
from sealgrade.grade import Row
from sealgrade.results import ExerciseResult, NotebookResult, TestResult
from sealgrade.watch import summary

LONG = "student_" + "x" * 60


def exercise(name, points, score):
    """An exercise with one hidden test, which failed unless all points were earned."""
    failed = {"outcome": "failed", "kind": "property", "message": "no"}
    test = TestResult(name=f"test_{name}", title=f"What {name} must do.", hint="", **({"outcome": "passed"} if score == points else failed))
    return ExerciseResult(exercise=name, points=points, rule="proportional", score=score, tests=[test])


def shown(tmp_path, number, width, **more):
    """The table of a course with `number` exercises of 3 points: ada lost some of the first and the last, another has no grade."""
    root = scratch.write_course(tmp_path)
    entry = '    [[assignment.notebook.exercise]]\n    id = "part_{n}"\n    functions = ["part_{n}"]\n    points = 3\n'
    head = (root / "course.toml").read_text().split("    [[assignment.notebook.exercise]]")[0]
    (root / "course.toml").write_text(head + "".join(entry.format(n=n) for n in range(number)))
    found = [exercise(f"part_{n}", 3, 1.25 if n in (0, number - 1) else 3) for n in range(number)]
    rows = [Row("ada", [NotebookResult(notebook="Sums", seed=1, exercises=found)]), Row(LONG, machine="the machine burned")]
    console = Console(record=True, width=width)
    console.print(summary(Course.load(root), "sums", rows, width=width, **more))
    return console.export_text()


@pytest.mark.parametrize("width", [80, 100, 140, 200])
@pytest.mark.parametrize("number", [2, 13])
def test_every_number_and_reason_is_readable(tmp_path, number, width):
    text = shown(tmp_path, number, width)
    solid = "".join(text.split())  # as it reads on, wherever lines were broken
    assert "…" not in text
    assert f"of {3 * number}" in text and f" {3 * number - 3.5:g} " in text
    for part in ("part_0", f"part_{number - 1}"):
        assert f"-1.75{part}:What{part}mustdo" in solid
    assert "themachineburned" in solid
    assert solid.count("x") == LONG.count("x")


def test_few_exercises_have_columns_and_many_leave_the_room_to_the_reasons(tmp_path):
    for name in ("few", "many"):
        (tmp_path / name).mkdir()
    few, many = shown(tmp_path / "few", 2, 140), shown(tmp_path / "many", 13, 140)
    assert "E2 part_1" in few and " 1.25 " in few
    assert "E2" not in many and " 1.25 " not in many


def test_what_is_known_about_a_student_stands_before_the_reasons(tmp_path):
    solid = "".join(shown(tmp_path, 2, 140, about={"ada": "forgot [two] things"}).split())
    assert "forgot[two]things-1.75part_0" in solid
