"""What students read: precise, kind, escaped, and never more than they may see."""

import pytest

from sealgrade import report
from sealgrade.results import ExerciseResult, NotebookResult, TestResult
from sealgrade.words import counted


def failed(kind, message, title="The map is positive.", hint="Take the absolute value."):
    return TestResult(name="t", title=title, hint=hint, outcome="failed", kind=kind, message=message, call="f(1) -> 2")


def exercise(*tests, score=0.0):
    return ExerciseResult(exercise="f", points=10, rule="proportional", score=score, tests=list(tests))


PASSED = TestResult(name="p", title="One map per image.", outcome="passed")


def test_failed_property_shows_call_message_and_hint():
    text = report.exercise_text(exercise(PASSED, failed("property", "The result is off by 1."), score=5))
    assert text.splitlines() == [
        "f: 5 of 10 points",
        "  ok  One map per image.",
        "  no  The map is positive.",
        "      called f(1) -> 2",
        "      The result is off by 1.",
        "      hint: Take the absolute value.",
    ]


def test_one_cause_for_all_is_said_once():
    text = report.exercise_text(exercise(failed("blank", "f is not implemented yet"), failed("blank", "f is not implemented yet")))
    assert text.splitlines() == ["f: 0 of 10 points", "  not implemented yet"]


def test_one_point_is_one_point():
    one = ExerciseResult(exercise="f", points=1, rule="proportional", score=0.5, tests=[PASSED])
    assert report.exercise_text(one).startswith("f: 0.5 of 1 point\n") and "0.5 of 1 point<" in report.exercise_html(one)


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 grades are missing"), (1, "1 grade is missing"), (12345, "12,345 grades are missing"), (0.5, "0.5 grades are missing")],
)
def test_a_number_and_its_words_agree(number, words):
    assert counted(number, "grade is missing", "grades are missing") == words
    assert counted(number, "grade") == words.split(" ")[0] + (" grade" if number == 1 else " grades")


@pytest.mark.parametrize("kind", sorted(report.KINDS))
def test_every_kind_of_error_reads_as_a_sentence(kind):
    assert report.reason(failed(kind, "details")).startswith(report.KINDS[kind])


def test_html_is_escaped():
    html = report.exercise_html(exercise(PASSED, failed("raised", "<script>alert(1)</script> & more", title="<b>bold</b>")))
    assert "<script>" not in html and "<b>" not in html and "&lt;script&gt;" in html
    assert "<i>" not in report.notes_markdown(["<i>slanted</i>"])


def test_reasons_name_what_was_lost_and_why():
    blank = exercise(failed("blank", "f is not implemented yet"))
    wrong = ExerciseResult(exercise="g", points=4, rule="proportional", score=1, tests=[PASSED, failed("property", "off by 1")])
    result = NotebookResult(notebook="N", seed=1, exercises=[blank, wrong])
    assert report.reasons(result) == ["-10 f: not implemented yet", "-3 g: The map is positive"]


def test_a_reason_for_a_whole_notebook_names_the_notebook():
    blanks = [ExerciseResult(exercise=name, points=4, rule="proportional", score=0, tests=[failed("blank", "not yet")]) for name in "fg"]
    assert report.reasons(NotebookResult(notebook="N", seed=1, exercises=blanks)) == ["-8 all of N: not implemented yet"]


def test_full_marks_have_no_reasons():
    result = NotebookResult(notebook="N", seed=1, exercises=[exercise(PASSED, score=10)], notes=["A cell was put back."])
    assert report.reasons(result) == []
