"""What students get as PDF: the same words as the graded notebook, whatever is in them, and never a grade nobody gave."""

import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import classroom
import pytest
from classroom import EVERYTHING, passing

from sealgrade import cli, feedback, marks
from sealgrade.classreport.documents import read_class
from sealgrade.errors import CourseError

HOSTILE = [
    "#panic()", "#import \"@preview/x:1.0.0\"", "$ sum $", "*bold* _it_ `raw` <label> @ref", "\\", '"', "#{", "]",
    "= Heading", "/* cut", "// gone",
    "```", "\x00\x07\x1b[31m", "A" * 3000, "é漢字🙂\u202e\u200b", "{{ 7 }}", "#sys.inputs.data", "line\n" * 500,
]  # fmt: skip


def content(course, student, known=None):
    one = next(one for one in read_class(course, "sums") if one.student == student)
    return feedback.content(course, course.pick("sums"), one, known)


def words(path):
    """The text of a PDF, as poppler reads it."""
    if shutil.which("pdftotext") is None:
        pytest.skip("THE PDF'S TEXT IS NOT READ: no pdftotext on the PATH (poppler-utils)")
    shown = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(shown.split())


@pytest.fixture
def graded(course):
    classroom.keep(course, "ada", classroom.result(passing(*EVERYTHING)))
    classroom.keep(course, "bob", classroom.result(passing("test_adds_one", "test_zero"), notes=["A cell was put back."]))
    classroom.enter(course, "ada", {"test_add_one": 4, "test_double": 6}, by_hand=1.5, comment="Well argued.")
    classroom.enter(course, "bob", {"test_add_one": 2, "test_double": 3})
    return course


def test_every_student_with_a_result_gets_a_pdf(graded):
    classroom.hand_in(graded, "dan")
    paths = feedback.pdf(graded, "sums")
    assert [path.relative_to(graded.root).as_posix() for path in paths] == [f"feedback/{name}/sums/feedback.pdf" for name in ("ada", "bob")]
    assert all(path.read_bytes().startswith(b"%PDF") for path in paths)


def test_the_pdf_says_what_was_called_what_came_back_and_the_hint(graded):
    (path,) = feedback.pdf(graded, "sums", ["bob"])
    text = words(path)
    for told in (
        "2 of 4",
        "3 of 6",
        "Negative numbers.",
        "add_one(-5) -> 6",
        "The result is not one more.",
        classroom.HINT,
        "A cell was put back.",
    ):
        assert told in text
    assert "So far 5 of 10" in text and "to be graded, of 2" in text and "Written answers are still to be graded." in text


def test_points_and_comments_by_hand_are_told(graded):
    (path,) = feedback.pdf(graded, "sums", ["ada"])
    text = words(path)
    assert "1.5 of 2" in text and "Well argued." in text and "Total 11.5 of 12" in text


def test_a_late_penalty_is_told(graded):
    file = graded.root / "course.toml"
    file.write_text(file.read_text() + "\n[late]\npercent_per_day = 10\n")
    course = type(graded).load(graded.root)
    classroom.keep(course, "eve", classroom.result(passing(*EVERYTHING)))
    classroom.enter(course, "eve", {"test_add_one": 4, "test_double": 6}, by_hand=0, hours_late=25)
    known = next(one for one in marks.class_marks(course, "sums") if one.student == "eve")
    assert content(course, "eve", known)["sums"] == [{"what": "Late by 25.0 hours", "points": "−2"}, {"what": "Total", "points": "8 of 12"}]


def test_a_result_that_is_lost_is_told_as_missing():
    from sealgrade.classreport.documents import Submission

    assert "missing, not zero" in feedback._remark(Submission("ada", lost=["Sums"]), None)
    assert feedback._remark(Submission("ada", absent=["Sums"]), None) == "Not handed in: Sums."


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_set_as_text(course, text):
    """Title, message, hint, note and the student's name: none is read as Typst's markup, none breaks the page."""
    bad = classroom.outcome("test_adds_one", False, "property", text, text or "-").model_copy(update={"hint": text, "call": text})
    classroom.keep(course, "ada", classroom.result(passing() | {"test_adds_one": bad}, notes=[text]))
    template = files("sealgrade").joinpath("feedback.typ").read_bytes()
    data = content(course, "ada") | {"student": text[:80]}
    assert feedback.compiled(template, data).startswith(b"%PDF")


def test_markup_is_seen_as_it_was_written(course):
    bad = classroom.outcome("test_adds_one", False, "property", '*not bold* #panic("x") $x$')
    classroom.keep(course, "ada", classroom.result(passing() | {"test_adds_one": bad}))
    (path,) = feedback.pdf(course, "sums")
    assert '*not bold* #panic("x") $x$' in words(path)


def test_long_messages_are_cut_and_long_words_can_be_broken():
    block = feedback._block("x\n" * 100)
    assert block.count("\n") == feedback.LINES and block.endswith("76 more lines")
    assert max(map(len, feedback._text("A" * 190).split("\u200b"))) == feedback.LONGEST_WORD


def test_no_result_says_what_to_do(course):
    with pytest.raises(CourseError) as error:
        feedback.pdf(course, "sums")
    assert "sealgrade grade sums" in error.value.hint


def test_a_student_without_a_result_is_named(graded):
    with pytest.raises(CourseError, match="'dan'") as error:
        feedback.pdf(graded, "sums", ["ada", "dan"])
    assert "--student dan" in error.value.hint


@pytest.mark.parametrize("command", ["report", "export", "feedback"])
def test_help_shows_an_example(command):
    from typer.testing import CliRunner

    shown = CliRunner().invoke(cli.app, [command, "--help"])
    assert shown.exit_code == 0 and f"sealgrade {command}" in shown.output


def test_the_commands_write_and_say_where(graded):
    from typer.testing import CliRunner

    for arguments, path in {
        ("report", "sums"): "reports/sums/class.html",
        ("export", "sums"): "reports/sums/grades.csv",
        ("export", "sums", "--to", "canvas"): "reports/sums/canvas.csv",
        ("export", "sums", "--to", "moodle", "--partial"): "reports/sums/moodle.csv",
        ("feedback", "sums", "--no-html", "--student", "bob"): "feedback/bob/sums/feedback.pdf",
    }.items():
        shown = CliRunner().invoke(cli.app, list(arguments))
        assert shown.exit_code == 0, shown.output
        assert (graded.root / path).is_file() and (path.split("/")[-1] in shown.output)
    assert not Path(graded.root / "feedback/ada").exists()
