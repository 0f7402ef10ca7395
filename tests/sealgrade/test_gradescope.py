"""The autograder zip and the dry run: what is in it, what a student sees, and that nothing hostile or late breaks it."""

import io
import json
import subprocess
import time
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import classroom
import jsonschema
import nbformat
import pytest
import scratch

from sealgrade import demo, single
from sealgrade.course import Course, Notebook
from sealgrade.errors import CourseError, MachineError
from sealgrade.gradescope import bundle, container, dryrun, report

SCHEMA = json.loads(Path(__file__).with_name("results.schema.json").read_text())
HOSTILE = """
import glob
loot = []
for pattern in ("/**/test_*.py", "/**/results*", "/**/Sums.py", "/**/submission_metadata.json", "/proc/*/environ"):
    for path in glob.iglob(pattern, recursive=True):
        try:
            loot.append(open(path).read())
        except OSError:
            pass
def add_one(x):
    raise RuntimeError("|".join(loot)[:500] or "nothing found")
"""

MEASURED = """

def test_large_numbers(student, record_property):
    \"\"\"Large numbers.\"\"\"
    found = student.add_one(1000)
    record_property("Large sum", found)
    record_property("Not a number", "x")
    assert found == 1001
"""


@pytest.fixture
def sums(tmp_path):
    return Course.load(scratch.write_course(tmp_path / "course"))


def notebook(course, **functions):
    return nbformat.writes(demo.with_functions(demo.solved(course, "sums", course.pick("sums").notebook[0]), functions))


def valid(document):
    jsonschema.validate(document, SCHEMA)
    assert len(json.dumps(document)) < 100_000
    assert document["score"] == pytest.approx(
        sum(test["score"] for test in document["tests"]) - document["extra_data"].get("late", {}).get("penalty", 0)
    )
    return document


# -- the zip


def names(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: info for info in archive.infolist()}


def test_the_zip_has_its_scripts_at_the_root_and_nothing_for_students(sums):
    found = names(bundle.bundle(sums, "sums"))
    assert {"setup.sh", "run_autograder", "requirements.lock", "slug", "course/course.toml", "course/solutions/sums/Sums.py"} <= set(found)
    assert {"course/tests/sums/test_add_one.py", "course/tests/sums/test_double.py"} <= set(found)
    assert not any("bank" in name or "visible" in name or name.startswith("/") for name in found)
    assert all(found[name].external_attr >> 16 & 0o111 for name in ("setup.sh", "run_autograder"))


def test_the_zip_is_the_same_every_time_and_small(sums):
    first, second = bundle.bundle(sums, "sums"), bundle.bundle(sums, "sums")
    assert first == second and len(first) < 1 << 20


def test_its_wheel_holds_the_engine_and_the_courses_package(sums):
    with zipfile.ZipFile(bundle.staff_wheel(sums)) as wheel:
        inside = set(wheel.namelist())
    engine = Path(bundle.sealgrade.__file__).parent
    files = {
        f"sealgrade/{path.relative_to(engine).as_posix()}"
        for path in engine.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files | {"kit/__init__.py"} <= inside and not any(name.startswith("staff/") for name in inside)


def test_its_lock_pins_everything_and_takes_cpu_builds_from_the_index_that_is_named(sums):
    plain, cpu = bundle.lock(sums, "").splitlines(), bundle.lock(sums, "https://example.org/cpu").splitlines()
    assert {line.split("==")[0] for line in plain if "==" in line} >= {"numpy", "ipython", "msgpack", "nbgrader", "pyseccomp", "pydantic"}
    assert not any(line.startswith(("nvidia", "triton", "captum", "otter")) for line in plain)
    assert "--extra-index-url https://example.org/cpu" in cpu


def test_the_lock_of_the_real_course_names_a_cpu_build_of_torch():
    course = Course.load(Path(__file__).resolve().parents[2])
    lines = bundle.lock(course, "https://example.org/cpu").splitlines()
    assert any(line.startswith("torch==") and line.endswith("+cpu") for line in lines)
    assert any(line.startswith("torchvision==") and line.endswith("+cpu") for line in lines)


@pytest.mark.parametrize("name", bundle.SCRIPTS)
def test_the_scripts_are_valid_shell(name):
    path = Path(bundle.__file__).with_name("files") / name
    subprocess.run(["bash", "-n", str(path)], check=True)


# -- results.json


def graded(course, passes, **more):
    return report.results(course, "sums", [classroom.result(passes, **more)], ["a note"], 1.5)


def test_a_right_submission_has_full_marks(sums):
    document = valid(graded(sums, classroom.passing(*classroom.EVERYTHING)))
    assert document["score"] == 10 and [test["status"] for test in document["tests"]] == ["passed", "passed"]
    assert document["stdout_visibility"] == "hidden" and document["extra_data"]["notebooks"]["Sums"]["profile"] == "full"


def test_a_failed_property_shows_its_title_and_hint_and_no_data(sums):
    document = valid(graded(sums, classroom.passing("test_adds_one", "test_doubles", "test_zero")))
    output = document["tests"][0]["output"]
    assert "✗ Negative numbers" in output and classroom.HINT in output and "-5" not in output and "not one more" not in output


def test_the_leaderboard_shows_what_a_passed_test_measured_and_nothing_else(sums):
    board = {"name": "Speed", "exercise": "add_one", "order": "asc"}
    found = sums.pick("sums").notebook[0].model_dump()
    sums.assignment[0].notebook[0] = Notebook.model_validate({**found, "leaderboard": [board]})
    fast = classroom.outcome("test_adds_one", True).model_copy(update={"measured": {"Speed": 0.25, "Secret": 7.0}})
    everything = classroom.passing(*classroom.EVERYTHING)
    assert valid(graded(sums, {**everything, "test_adds_one": fast}))["leaderboard"] == [{"name": "Speed", "value": 0.25, "order": "asc"}]
    assert "leaderboard" not in valid(graded(sums, everything))
    with pytest.raises(ValueError, match="Sums has no exercise nothing"):
        Notebook.model_validate({**found, "leaderboard": [{**board, "exercise": "nothing"}]})


def test_a_student_cannot_write_markup_into_the_page(sums):
    bad = classroom.outcome(
        "test_adds_one", False, kind="raised", message="<script>alert(1)</script> [x](javascript:1) ![i](http://e/x.png)"
    )
    document = valid(graded(sums, {**classroom.passing(*classroom.EVERYTHING), "test_adds_one": bad}))
    output = document["tests"][0]["output"]
    assert "<script" not in output and "](" not in output.replace("\\]", "")


def test_a_flood_of_words_stays_below_the_platforms_limit(sums):
    bad = {name: classroom.outcome(name, False, kind="raised", message="x" * 200_000, title="t" * 50_000) for name in classroom.EVERYTHING}
    valid(graded(sums, bad, notes=["n" * 10_000] * 100))


def test_visibility_is_the_courses(sums):
    sums.gradescope.visibility = "after_published"
    assert {test["visibility"] for test in graded(sums, classroom.passing())["tests"]} == {"after_published"}


def test_what_was_not_graded_for_lack_of_time_says_so(sums):
    document = valid(report.results(sums, "sums", [], [], 600, whole=False))
    assert document["score"] == 0 and "Time ran out" in document["tests"][0]["output"] and document["extra_data"]["complete"] is False


# -- lateness and limits


def told(hours_late=0.0, earlier=(), email="ada@example.org"):
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    previous = [{"submission_time": (now - timedelta(hours=h)).isoformat(), "results": results} for h, results in earlier]
    due, handed_in = now.isoformat(), (now + timedelta(hours=hours_late)).isoformat()
    return {"created_at": handed_in, "assignment": {"due_date": due}, "users": [{"email": email}], "previous_submissions": previous}


@pytest.mark.parametrize(
    ("hours", "email", "score"),
    [(-1, "ada@example.org", 10), (5, "ada@example.org", 9), (5, "eve@example.org", 10), (30, "ada@example.org", 8)],
)
def test_the_courses_late_policy_holds(sums, hours, email, score):
    table = "\n[late]\npercent_per_day = 10\n[late.extensions]\neve = 3\n"
    (sums.root / "course.toml").write_text((sums.root / "course.toml").read_text() + table)
    course = Course.load(sums.root)
    document = graded(course, classroom.passing(*classroom.EVERYTHING))
    container.charge(course, told(hours, email=email), document)
    assert valid(document)["score"] == score and ("Late by" in document["output"]) == (score < 10)


def test_at_most_so_many_hand_ins_a_day_are_graded(sums):
    sums.gradescope.per_day = 2
    old = graded(sums, classroom.passing(*classroom.EVERYTHING))
    assert container.too_many(sums, told(earlier=[(30, old), (1, old)])) is None
    again = container.too_many(sums, told(earlier=[(2, old), (1, old)]))
    assert valid(again)["score"] == 10 and "was not graded" in again["output"]
    assert container.too_many(sums, told(earlier=[(3, old), (2, again), (1, again)])) is None  # those two did not count


@pytest.mark.parametrize("text", ["", "[]", "{", '{"created_at": 7, "previous_submissions": [3], "assignment": 5, "users": {}}'])
def test_odd_metadata_is_nobodys_zero(sums, tmp_path, text):
    sums.gradescope.per_day = 1
    (tmp_path / "submission_metadata.json").write_text(text)
    found = container.metadata(tmp_path)
    document = graded(sums, classroom.passing(*classroom.EVERYTHING))
    assert container.too_many(sums, found) is None
    container.charge(sums, found, document)
    assert document["score"] == 10


# -- finding notebooks


@pytest.mark.parametrize(("name", "noted"), [
    ("Sums.ipynb", False), ("deep/er/Sums.ipynb", False), ("Sums (1).ipynb", True), ("sums-copy.ipynb", True), ("Sums_final.ipynb", True),
])  # fmt: skip
def test_notebooks_are_found_under_the_names_that_browsers_give(sums, tmp_path, name, noted):
    path = tmp_path / "hand" / name
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    found = single.find(sums, "sums", tmp_path / "hand")
    assert found.notebooks == {"Sums": path} and bool(found.notes) == noted


def test_other_notebooks_and_hidden_copies_are_not_taken(sums, tmp_path):
    for name in (".ipynb_checkpoints/Sums.ipynb", "__MACOSX/Sums.ipynb", "Products.ipynb"):
        (tmp_path / "hand" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "hand" / name).write_text("{}")
    found = single.find(sums, "sums", tmp_path / "hand")
    assert found.notebooks == {} and found.notes == ["Sums.ipynb was not handed in.", "Products.ipynb is no notebook of this assignment."]


def test_the_assignment_is_known_by_the_notebooks_name(sums, tmp_path):
    assert single.assignment_of(sums, tmp_path / "Sums.ipynb" if (tmp_path / "Sums.ipynb").write_text("{}") else tmp_path) == "sums"
    (tmp_path / "Other.ipynb").write_text("{}")
    with pytest.raises(CourseError, match="No assignment"):
        single.assignment_of(sums, tmp_path / "Other.ipynb")


# -- the dry run: the zip's own script, in the platform's folders, with a real engine


def dry(course, place, **more):
    found = dryrun.run(bundle.bundle(course, "sums"), place, **more)
    return valid(dryrun.require(found)), found


def test_the_dry_run_grades_a_right_notebook(sums, tmp_path):
    path = tmp_path / "Sums.ipynb"
    path.write_text(notebook(sums))
    document, found = dry(sums, path)
    assert document["score"] == 10 and found.memory_mb > 50
    assert document["extra_data"]["notebooks"]["Sums"]["profile"] == "docker-root"
    assert "namespaces" in json.dumps(document["extra_data"]["notebooks"]["Sums"]["missing_layers"])


def test_what_a_hidden_test_records_reaches_the_leaderboard(tmp_path):
    course = Course.load(scratch.write_course(tmp_path / "course"))
    tests = course.root / "tests/sums/test_add_one.py"
    tests.write_text(tests.read_text() + MEASURED)
    table = (course.root / "course.toml").read_text()
    board = '[[assignment.notebook.leaderboard]]\nname = "Large sum"\nexercise = "add_one"\n\n    [[assignment.notebook.exercise]]'
    (course.root / "course.toml").write_text(table.replace("[[assignment.notebook.exercise]]", board, 1))
    for source, found in ((None, 1001.0), ("def add_one(x):\n    return x + 2", None)):
        (tmp_path / "Sums.ipynb").write_text(notebook(course, **({"add_one": source} if source else {})))
        document, _ = dry(Course.load(course.root), tmp_path / "Sums.ipynb")
        assert [row["value"] for row in document.get("leaderboard", [])] == ([found] if found else [])


def test_the_dry_run_grades_a_zip_and_a_hostile_notebook_finds_nothing(sums, tmp_path):
    with zipfile.ZipFile(tmp_path / "hand.zip", "w") as archive:
        archive.writestr("work/Sums (2).ipynb", notebook(sums, add_one=HOSTILE))
    document, _ = dry(sums, tmp_path / "hand.zip")
    first, second = document["tests"]
    assert (first["score"], second["score"]) == (0, 6)
    assert "nothing found" in first["output"] and "hidden" not in first["output"]
    assert "was graded as Sums.ipynb" in document["output"]


FORGES = """
import glob, os, json
forged = json.dumps({"score": 1000, "tests": []})
for place in ("/autograder/results", *glob.glob("/tmp/**/results", recursive=True), *glob.glob("/tmp/autograder-*/autograder/results")):
    try:
        open(place + "/results.json", "w").write(forged)
        print("wrote", place)
    except OSError:
        pass
if os.fork() == 0:
    os.setsid()
    while True:
        pass
"""


@pytest.mark.slow
def test_attacks_of_every_kind_in_one_notebook_cost_what_they_touch_and_forge_nothing(sums, tmp_path):
    nb = demo.with_functions(
        demo.solved(sums, "sums", sums.pick("sums").notebook[0]), {"add_one": "def add_one(x):\n    while True:\n        pass"}
    )
    nb.cells += [nbformat.v4.new_code_cell(source) for source in (demo.READS_EVERYTHING, FORGES, demo.PRINTS_A_GIGABYTE)]
    (tmp_path / "Sums.ipynb").write_text(nbformat.writes(nb))
    document, _ = dry(sums, tmp_path / "Sums.ipynb")
    first, second = document["tests"]
    assert (first["score"], second["score"], document["score"]) == (0, 6, 6) and "Hint" in first["output"]


@pytest.mark.slow
def test_a_function_that_ends_its_process_fails_alone(sums, tmp_path):
    (tmp_path / "Sums.ipynb").write_text(notebook(sums, add_one="import os\n\ndef add_one(x):\n    os._exit(0)"))
    document, _ = dry(sums, tmp_path / "Sums.ipynb")
    first, second = document["tests"]
    assert (first["score"], second["score"]) == (0, 6) and "exit code 0" in first["output"]


@pytest.mark.slow
@pytest.mark.parametrize("text", ["", "{", "not handed in"])
def test_the_dry_run_says_what_is_wrong_with_a_file(sums, tmp_path, text):
    place = tmp_path / "hand"
    place.mkdir()
    if text != "not handed in":
        (place / "Sums.ipynb").write_text(text)
    document, _ = dry(sums, place)
    assert document["score"] == 0
    assert (
        ("not handed in" in document["output"])
        if text == "not handed in"
        else ("empty" in document["output"] or "not valid JSON" in document["output"])
    )


@pytest.mark.slow
def test_a_fault_of_the_course_leaves_no_results(sums, tmp_path):
    (sums.root / "tests/sums/test_double.py").write_text("def test_a(student:")
    (tmp_path / "Sums.ipynb").write_text(notebook(sums))
    found = dryrun.run(bundle.bundle(sums, "sums"), tmp_path / "Sums.ipynb")
    assert found.results is None and "No grade" in found.stdout
    with pytest.raises(MachineError, match="no results"):
        dryrun.require(found)


def test_when_time_runs_out_what_was_graded_counts(sums, tmp_path, monkeypatch):
    root = tmp_path / "autograder"
    (tmp_path / "Sums.ipynb").write_text(notebook(sums))
    dryrun.lay_out(root, bundle.bundle(sums, "sums"), tmp_path / "Sums.ipynb", dryrun.in_time())
    sums.gradescope.seconds = 60
    monkeypatch.setattr(container, "SPARE", 59.5)
    monkeypatch.setattr(single, "grade", lambda *args: time.sleep(30))
    document = container.graded(sums, "sums", root, time.monotonic())
    assert valid(document)["extra_data"]["complete"] is False and "Time ran out" in document["output"]
