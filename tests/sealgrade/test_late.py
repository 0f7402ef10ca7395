"""Late hand-ins: the policy of course.toml, as nbgrader asks for it and as it stands in the gradebook."""

import contextlib
import datetime

import classroom
import nbformat
import pytest
import scratch
from nbgrader.api import SubmittedNotebook
from traitlets.config import Config

from sealgrade import late, marks, release, scoring
from sealgrade.api import nbgrader_api
from sealgrade.course import Course, Late
from sealgrade.errors import CourseError
from sealgrade.gradebook import LateAtOnce
from sealgrade.nbgrader_steps import configure

POLICY = "\n[late]\ngrace_hours = 2\npercent_per_day = 10\ncap_percent = 25\n[late.extensions]\nada = 2\n"
TENTH = Late(grace_hours=2, percent_per_day=10, cap_percent=25, extensions={"ada": 2})
FULL = {"test_add_one": 4, "test_double": 6}


def with_policy(course, policy=POLICY):
    file = course.root / "course.toml"
    file.write_text(file.read_text() + policy)
    return Course.load(course.root)


@pytest.mark.parametrize(
    ("hours", "lost"),
    [(1, 0), (2, 0), (2.01, 1), (26, 1), (26.01, 2), (50, 2), (60, 2.5), (5000, 2.5)],
    ids=lambda value: f"{value}",
)
def test_each_day_begun_after_the_grace_time_costs_a_tenth_up_to_the_cap(hours, lost):
    assert late.penalty(TENTH, "bob", 10, hours * 3600) == lost


def test_an_extension_moves_one_students_deadline():
    assert late.penalty(TENTH, "ada", 10, 49 * 3600) == 0
    assert late.penalty(TENTH, "ada", 10, 51 * 3600) == 1


@pytest.mark.parametrize("score", [0, 0.1, 3, 30])
def test_a_penalty_is_never_more_than_the_score_nor_less_than_nothing(score):
    harsh = Late(percent_per_day=100)
    assert late.penalty(harsh, "bob", score, 1) == score
    assert late.penalty(Late(), "bob", score, 1e9) == 0


@pytest.mark.parametrize("wrong", ["percent_per_day = 101", "grace_hours = -1", "percent = 10", 'extensions = "ada"'])
def test_a_wrong_policy_is_named(course, wrong):
    with pytest.raises(CourseError, match="late"):
        with_policy(course, f"\n[late]\n{wrong}\n")


def assigned_by_nbgrader(course, student):
    """What nbgrader's own step stores when it runs with the configuration of nbgrader_config.py."""
    config = Config()
    configure(config)
    resources = {
        "nbgrader": {"notebook": "Sums", "assignment": "sums", "student": student, "db_url": f"sqlite:///{course.root / 'gradebook.db'}"}
    }
    LateAtOnce(config=config).preprocess(nbformat.v4.new_notebook(), resources)
    with classroom.opened(course) as gradebook:
        return gradebook.find_submission_notebook("Sums", "sums", student).late_submission_penalty


def test_nbgrader_stores_the_policys_penalty(course):
    course = with_policy(course)
    classroom.enter(course, "bob", FULL, hours_late=27)
    classroom.enter(course, "ada", FULL, hours_late=27)
    assert assigned_by_nbgrader(course, "bob") == 2
    assert not assigned_by_nbgrader(course, "ada")


def test_each_notebook_of_an_assignment_is_asked_about_by_itself(course):
    course = with_policy(course)
    classroom.enter(course, "bob", FULL, hours_late=27)
    classroom.enter(course, "ada", FULL)
    with classroom.opened(course) as gradebook:
        more = gradebook.add_notebook("More", "sums")
        for student in ("ada", "bob"):
            submission = gradebook.find_submission("sums", student)
            gradebook.db.add(SubmittedNotebook(notebook=more, assignment=submission, late_submission_penalty=1))
    assert assigned_by_nbgrader(course, "bob") == 2
    assert assigned_by_nbgrader(course, "ada") is None
    with classroom.opened(course) as gradebook:
        assert gradebook.find_submission_notebook("More", "sums", "ada").late_submission_penalty == 1


@contextlib.contextmanager
def given_three_days(course, student, hours_late):
    """The gradebook after a penalty of 2 points for lateness, and an extension that came after it."""
    classroom.enter(course, student, FULL, hours_late=hours_late)
    assert assigned_by_nbgrader(course, student) == 2
    with classroom.opened(course) as gradebook:
        gradebook.find_submission("sums", student).extension = datetime.timedelta(days=3)
        gradebook.db.commit()
        yield gradebook


def test_who_is_in_time_after_all_gets_the_penalty_back(course):
    course = with_policy(course)
    with given_three_days(course, "bob", hours_late=27):
        pass
    assert assigned_by_nbgrader(course, "bob") is None


def test_without_a_policy_nbgraders_default_takes_nothing(course):
    classroom.enter(course, "bob", FULL, hours_late=1000)
    assert assigned_by_nbgrader(course, "bob") is None


def test_points_given_by_hand_later_are_counted_when_the_grades_are_read(course):
    course = with_policy(course)
    classroom.enter(course, "bob", FULL, hours_late=3)
    assert assigned_by_nbgrader(course, "bob") == 1
    with classroom.opened(course) as gradebook:
        grade = next(one for one in gradebook.find_submission_notebook("Sums", "sums", "bob").grades if one.name == "why")
        grade.manual_score, grade.needs_manual_grade = 2, False
    (bob,) = marks.class_marks(course, "sums")
    assert (bob.penalty, bob.total(), bob.seconds_late) == (1.2, 10.8, 3 * 3600)


def test_an_extension_in_the_gradebook_takes_a_penalty_away(course):
    course = with_policy(course)
    with given_three_days(course, "bob", hours_late=30) as gradebook:
        assert late.refresh(course, gradebook, "sums") == 1
        assert not gradebook.find_submission("sums", "bob").late_submission_penalty


def test_penalties_of_another_making_stay_without_a_policy(course):
    classroom.enter(course, "bob", FULL, hours_late=30)
    with classroom.opened(course) as gradebook:
        gradebook.find_submission_notebook("Sums", "sums", "bob").late_submission_penalty = 5
        gradebook.db.commit()
        assert late.refresh(course, gradebook, "sums") == 0
    assert marks.class_marks(course, "sums")[0].penalty == 5


@pytest.mark.slow
def test_the_whole_road_of_nbgrader_autograde(tmp_path):
    """Released, handed in 27 hours late by timestamp.txt, graded by nbgrader's own interface: the penalty is in the gradebook."""
    course = Course.load(scratch.write_course(tmp_path))
    with classroom.working_in(tmp_path):
        course = with_policy(course)
        release.release(course, "sums", run=False)
        for student in ("ada", "bob"):
            classroom.hand_in(course, student)
            (tmp_path / "submitted" / student / "sums" / "timestamp.txt").write_text("2026-03-02 15:00:00 UTC")
        api = nbgrader_api(course)
        with api.gradebook as gradebook:
            gradebook.update_or_create_assignment("sums", duedate=classroom.DUE)
        assert all(api.autograde("sums", student, force=True)["success"] for student in ("ada", "bob"))
        scoring.forget_engines()
        found = {one.student: (one.penalty, one.scores["why"]) for one in marks.class_marks(course, "sums")}
    assert found == {"ada": (0, None), "bob": (2, None)}  # the written answer waits for a person
