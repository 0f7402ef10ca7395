"""Grades as CSV: what counts, what stays empty, and files that Canvas, Moodle and a spreadsheet read as they should."""

import csv
import subprocess
import sys
from pathlib import Path

import classroom
import pytest

from sealgrade import exports, ledger, marks, roster, sheets
from sealgrade.course import Course
from sealgrade.errors import CourseError

FULL = {"test_add_one": 4, "test_double": 6}
ROSTER = """student_id,lms_id,name,email,section,sis_user_id,sis_login_id
ada,4321,"Lovelace, Ada",ada@example.org,A,S1,ada.l
bob,4322,Bob Hope,bob@example.org,B,S2,bob.h
"""


def rows(path):
    with path.open(newline="") as stream:
        return list(csv.reader(stream))


def exported(course, to="csv", partial=False):
    return rows(exports.export(course, "sums", to, partial))


@pytest.fixture
def graded(course):
    """ada complete, bob waiting for a person, cleo without an automatic score, dan known but nothing handed in; eve late."""
    classroom.enter(course, "ada", FULL, by_hand=1.5, hours_late=-5, last_name="Lovelace", first_name="Ada", email="ada@example.org")
    classroom.enter(course, "bob", {"test_add_one": 0, "test_double": 6})
    classroom.enter(course, "cleo", {"test_double": 6}, by_hand=2)
    classroom.enter(course, "eve", FULL, by_hand=2, hours_late=3)
    with classroom.opened(course) as gradebook:
        gradebook.add_student("dan")
    return course


def test_every_question_has_a_column_and_missing_grades_are_empty(graded):
    header, *lines = exported(graded)
    assert header[5:] == ["add_one (4)", "double (6)", "why (2, by hand)", "late_penalty", "total (12)", "status"]
    by_student = {line[0]: line[5:] for line in lines}
    assert by_student["ada"] == ["4", "6", "1.5", "0", "11.5", "complete"]
    assert by_student["bob"] == ["0", "6", "", "0", "", "to grade by hand: why"]
    assert by_student["cleo"] == ["", "6", "2", "0", "", "not graded: add_one"]
    assert by_student["dan"] == ["", "", "", "", "", "nothing in the gradebook"]


def test_a_score_of_an_earlier_hand_in_does_not_stand_in_for_a_missing_grade(graded):
    ledger.Ledger(graded, "sums").miss("ada", "the disk was full")
    line = next(line for line in exported(graded)[1:] if line[0] == "ada")
    assert line[5:] == ["", "", "1.5", "0", "", "not graded: add_one, double"]


def test_partial_sums_up_what_there_is_but_invents_nothing(graded):
    totals = {line[0]: line[-2] for line in exported(graded, partial=True)[1:]}
    assert totals == {"ada": "11.5", "bob": "6", "cleo": "8", "dan": "", "eve": "12"}


def test_late_penalties_are_taken_off(graded):
    file = graded.root / "course.toml"
    file.write_text(file.read_text() + "\n[late]\npercent_per_day = 25\n")
    line = next(line for line in exported(Course.load(graded.root)) if line[0] == "eve")
    assert line[4] == "3" and line[-3:-1] == ["3", "9"]


def test_a_grade_by_hand_wins_over_the_automatic_one(graded):
    with classroom.opened(graded) as gradebook:
        grade = next(one for one in gradebook.find_submission_notebook("Sums", "sums", "ada").grades if one.name == "test_double")
        grade.manual_score, grade.extra_credit = 5, 0.5
    assert next(line for line in exported(graded) if line[0] == "ada")[6] == "5.5"


def test_canvas_gets_its_columns_and_its_line_of_points(graded):
    (graded.root / roster.FILE).write_text(ROSTER)
    header, possible, *lines = exported(graded, "canvas")
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "sums"]
    assert possible == ["    Points Possible", "", "", "", "", "12"]
    assert lines[0] == ["Lovelace, Ada", "4321", "S1", "ada.l", "A", "11.5"]
    assert lines[1] == ["Hope, Bob", "4322", "S2", "bob.h", "B", ""]


def test_canvas_without_a_roster_has_the_ids_of_the_gradebook(graded):
    assert exported(graded, "canvas")[2] == ["Lovelace, Ada", "", "ada", "ada", "", "11.5"]


def test_moodle_gets_number_and_address(graded):
    (graded.root / roster.FILE).write_text(ROSTER)
    header, ada, *_ = exported(graded, "moodle")
    assert header == ["First name", "Last name", "ID number", "Email address", "sums"]
    assert ada == ["Ada", "Lovelace", "S1", "ada@example.org", "11.5"]


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1+2", "@SUM(A1)", " =1", "\t=1", "\u200b=1"])
def test_nothing_opens_as_a_formula(course, name):
    classroom.enter(course, "ada", FULL, by_hand=2, last_name=name)
    cell = exported(course)[1][1]
    assert cell.startswith("'") and cell.lstrip("'").strip() == sheets.clean(name).strip()


def test_names_with_commas_quotes_and_line_breaks_stay_one_cell(course):
    classroom.enter(course, "ada", FULL, by_hand=2, last_name='O"Hara, the\nfirst\x00')
    assert exported(course)[1][1] == 'O"Hara, the first'


def test_numbers_are_numbers():
    assert [sheets.cell(value) for value in (None, 0, 0.0, -1.5, 1 / 3, float("nan"), "5")] == ["", "0", "0", "-1.5", "0.333333", "", "5"]


def test_an_assignment_that_nobody_handed_in_says_what_to_do(course):
    with pytest.raises(CourseError) as error:
        exports.export(course, "sums", "csv")
    assert "sealgrade grade sums" in error.value.hint


@pytest.mark.parametrize(
    ("text", "words"), [("name\nAda\n", "no column"), ("student_id\nada\nada\n", "twice"), ("student_id,name\n,Ada\n", "no student_id")]
)
def test_a_wrong_roster_is_named(course, text, words):
    (course.root / roster.FILE).write_text(text)
    with pytest.raises(CourseError, match=words):
        roster.load(course.root)


def test_a_name_that_two_share_finds_nobody():
    people = roster.Roster([roster.Person(student_id=one, name="Ada Lovelace") for one in ("a1", "a2")])
    assert people.find(name="Lovelace, Ada") is None


def test_nbgraders_own_command_writes_the_same_table(graded):
    """`nbgrader export --exporter=...` as typed, in a process of its own."""
    words = ["export", "--exporter=sealgrade.exports.CanvasExport", "--assignment", "['sums']", "--to", "out.csv"]
    script = Path(sys.executable).parent / "nbgrader"
    done = subprocess.run([str(script), *words], cwd=graded.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert rows(graded.root / "out.csv") == exported(graded, "canvas")


@pytest.mark.slow
def test_a_thousand_students_are_read_in_a_few_queries(course):
    """The number of statements does not grow with the class."""
    from sqlalchemy import event

    def statements(count):
        with classroom.opened(course) as gradebook:
            for number in range(count):
                gradebook.update_or_create_student(f"s{count}_{number}")
                gradebook.add_submission("sums", f"s{count}_{number}")
        seen = []
        with classroom.opened(course) as gradebook:
            event.listen(gradebook.engine, "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
            assert len(marks.read(gradebook, "sums", marks.questions(course.pick("sums")))) >= count
        return len(seen)

    assert statements(10) == statements(100) < 12
