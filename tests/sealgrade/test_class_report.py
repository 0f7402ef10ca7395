"""The class report: numbers worked out by hand, a page that hostile text cannot break, and no zero that nobody earned."""

import csv
import math
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import classroom
import nbformat
import numpy as np
import pytest
from classroom import EVERYTHING, passing
from pypdf import PdfReader

from sealgrade.classreport import alike, documents, history, numbers, page, plots
from sealgrade.classreport.gather import gather
from sealgrade.course import Course
from sealgrade.errors import CourseError
from sealgrade.nbgrader_steps import skeleton
from sealgrade.results import ExerciseResult, NotebookResult

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script><img src=http://evil.example/x>\x1b[31m\u202e{{ 7 * 7 }}" + "A" * 5000


@pytest.fixture
def small(course):
    """ada everything, bob two of four tests, cleo nothing; dan handed in without a result; eve handed in something else."""
    for student, names in {"ada": EVERYTHING, "bob": ("test_adds_one", "test_zero"), "cleo": ()}.items():
        classroom.keep(course, student, classroom.result(passing(*names), seconds=len(names), peak_mib=100))
        classroom.hand_in(course, student)
    classroom.hand_in(course, "dan")
    (course.root / "submitted" / "eve" / "sums").mkdir(parents=True)
    return course


def rows(path):
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


class Text(HTMLParser):
    """Tags and text of a page, as a browser would find them."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.words.append(data)


def test_scores_and_statuses(small):
    by_student = {one.student: one for one in gather(small, "sums", NOW).submissions}
    assert {student: (one.status, one.score) for student, one in by_student.items()} == {
        "ada": ("graded", 10), "bob": ("graded", 5), "cleo": ("graded", 0), "dan": ("no result", None), "eve": ("not handed in", None),
    }  # fmt: skip


def test_that_nothing_was_handed_in_is_said_once(small):
    html = page.write(small, "sums", NOW).read_text()
    (cell,) = re.findall(r'<td class="who"><span class="id">eve</span>(.*?)</td>', html)
    assert cell == '<div class="hint">not handed in: Sums</div>'
    (cell,) = re.findall(r'<td class="who"><span class="id">dan</span>(.*?)</td>', html)
    assert cell == '<div class="hint">no result</div>'


def test_other_folders_of_the_reports_are_no_students(small):
    (small.reports("sums") / "ledger").mkdir()
    assert "ledger" not in {one.student for one in gather(small, "sums", NOW).submissions}


def test_a_missing_grade_is_in_no_number(small):
    report = gather(small, "sums", NOW)
    spread = numbers.spread([one.score for one in report.graded], 10)
    assert (spread.count, spread.mean, spread.median, spread.full, spread.zero) == (3, 5, 5, 1, 1)
    assert [item.asked for item in report.items] == [3, 3, 3, 3]
    assert [item.passed for item in report.items] == [2, 1, 1, 2]


def test_the_page_says_who_has_no_result(small):
    html = page.write(small, "sums", NOW).read_text()
    assert "1 submission has no result, through no fault of the student" in html
    assert re.search(r"<p class=\"quiet\">dan</p>", html)


def test_a_result_of_an_earlier_hand_in_does_not_stand_in_for_a_missing_one(small):
    note = small.reports("sums") / "bob" / "missing"
    note.write_text("the disk was full\n")
    one = next(one for one in gather(small, "sums", NOW).submissions if one.student == "bob")
    html = page.write(small, "sums", NOW).read_text()
    note.unlink()
    assert (one.status, one.score) == ("no result", None)
    assert "bob (the disk was full)" in html


def test_csv_has_empty_cells_for_missing_grades(small):
    folder = page.write(small, "sums", NOW).parent
    by_student = {row["student"]: row for row in rows(folder / "class.csv")}
    assert by_student["bob"]["automatic"] == "5" and by_student["bob"]["double"] == "3"
    assert (by_student["dan"]["automatic"], by_student["dan"]["add_one"], by_student["dan"]["status"]) == ("", "", "no result")
    assert next((row["test"], row["rate"]) for row in rows(folder / "tests.csv")) == ("test_adds_one", "0.666667")


def test_written_answers_and_penalties_come_from_the_gradebook(small):
    classroom.enter(small, "ada", {"test_add_one": 4, "test_double": 6}, by_hand=1.5)
    classroom.enter(small, "bob", {"test_add_one": 2, "test_double": 3})
    page.write(small, "sums", NOW)
    by_student = {row["student"]: row for row in rows(small.reports("sums") / "class.csv")}
    assert (by_student["ada"]["by_hand"], by_student["ada"]["total"]) == ("1.5", "11.5")
    assert (by_student["bob"]["by_hand"], by_student["bob"]["total"]) == ("", "")


def test_discrimination_is_the_correlation_with_the_rest():
    """Against numpy's own correlation, column by column."""
    table = np.random.default_rng(0).integers(0, 2, (30, 6)).astype(float)
    for column, value in enumerate(numbers.discrimination(table)):
        rest = np.delete(table, column, axis=1).mean(1)
        assert value == pytest.approx(np.corrcoef(table[:, column], rest)[0, 1], abs=1e-12)


def test_discrimination_worked_out_by_hand():
    """Passing follows the rest in the first test and runs against it in the last."""
    table = np.array([[1, 1, 1, 0], [1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 0, 1], [0, 0, 0, 1], [0, 0, 1, 1]], float)
    first, *_, last = numbers.discrimination(table)
    assert first == pytest.approx(np.corrcoef(table[:, 0], [2 / 3, 2 / 3, 1 / 3, 1 / 3, 1 / 3, 2 / 3])[0, 1])
    assert last < -0.7


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (1, 3), (5, 1), (8, 3)])
def test_no_spread_has_no_discrimination(shape):
    assert np.isnan(numbers.discrimination(np.ones(shape))).all()


def test_a_test_that_some_were_not_asked_is_judged_by_those_who_were():
    table = np.random.default_rng(1).integers(0, 2, (20, 4)).astype(float)
    holes = np.vstack([table, np.full((7, 4), np.nan)])
    assert numbers.discrimination(holes) == pytest.approx(numbers.discrimination(table))


def test_changes_are_those_between_the_last_two_runs_that_differ(small):
    page.write(small, "sums", NOW)
    assert "first run on record" in page.write(small, "sums", NOW + timedelta(hours=1)).read_text()
    classroom.keep(small, "bob", classroom.result(passing(*EVERYTHING)))
    classroom.keep(small, "dan", classroom.result(passing("test_zero")))
    for again in range(2):  # the second time forgets nothing
        report = gather(small, "sums", NOW + timedelta(days=1 + again))
        found = [(change.student, change.before, change.after, change.what) for change in history.changes(report.history)]
        assert found == [("bob", 5, 10, "up"), ("dan", None, 3, "graded now")]
        assert report.history.previous.at == NOW


def test_a_damaged_history_or_document_is_no_end(small):
    (small.reports("sums") / history.FILE).write_text("{")
    (small.reports("sums") / "cleo" / "Sums.json").write_text("{ half a docu")
    report = gather(small, "sums", NOW)
    assert report.history.previous is None
    assert {one.student for one in report.submissions if one.status == "no result"} == {"cleo", "dan"}


def test_nothing_graded_says_what_to_do(course):
    with pytest.raises(CourseError) as error:
        page.write(course, "sums")
    assert "sealgrade grade sums" in error.value.hint


def test_hostile_text_stays_text(course):
    """In a student's name, message, title, note and code, on the page and in the tables."""
    student = "x<b>{{7*7}}=cmd"
    bad = classroom.outcome("test_adds_one", False, "tampering", HOSTILE, HOSTILE)
    result = classroom.result(passing() | {"test_adds_one": bad}, notes=[HOSTILE])
    for name in (student, "=other"):
        classroom.keep(course, name, result)
        classroom.hand_in(course, name, {"add_one": f"def add_one(x):\n    total = '''{HOSTILE}'''\n    return [x for y in range(9)]"})
    html = page.write(course, "sums", NOW).read_text()
    text = Text(html)
    assert not {tag for tag, _ in text.tags} & {"script", "img", "iframe", "object", "link"}
    assert sum(tag == "b" for tag, _ in text.tags) == html.count("<b>") == 6  # the six numbers at the top
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", html)
    assert "A" * 1000 not in html and "{{ 7 * 7 }}" in html and "49" not in "".join(text.words[:40])
    assert rows(course.reports("sums") / "class.csv")[0]["student"].startswith("'=other")


def test_the_page_needs_nothing_from_elsewhere(small):
    """No address but the names of SVG's own vocabularies, and a policy that forbids all fetching."""
    html = page.write(small, "sums", NOW).read_text()
    assert set(re.findall(r"https?://[^\"'\s<]+", html)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert not [attributes for _, attributes in Text(html).tags if "src" in attributes]
    assert "default-src 'none'" in html


def test_ids_of_the_pictures_do_not_clash(small):
    for number in range(6):
        classroom.keep(small, f"s{number}", classroom.result(passing(*EVERYTHING[: number % 4])))
    html = page.write(small, "sums", NOW).read_text()
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert html.count("<svg") == 3 and len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) | set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)


def test_one_submission_makes_a_page(course):
    classroom.keep(course, "ada", classroom.result(passing(*EVERYTHING)))
    html = page.write(course, "sums", NOW).read_text()
    assert "There are not two submissions" in html and "nan" not in "".join(Text(html).words)


def test_long_tables_are_folded(course):
    for number in range(120):
        classroom.keep(course, f"s{number:03d}", classroom.result(passing(*EVERYTHING[: number % 5])))
    html = page.write(course, "sums", NOW).read_text()
    assert re.findall(r"s\d+ to s\d+", html) == ["s000 to s049", "s050 to s099", "s100 to s119"]
    assert "<details open><summary>s000" not in html


# -- alike

LOOP = """def add_one(x):
    # {0}
    total_{0} = {1}
    for k_{0} in range(x):
        total_{0} = total_{0} + k_{0} * {1}
    return abs(total_{0})
"""
OTHER = "def add_one(x):\n    while not isinstance(x, int):\n        x = x.item()\n    return sum([x, 1] if x else [1])\n"


def test_other_names_numbers_comments_and_docstrings_hide_nothing():
    copied = LOOP.format("b", 7).replace("    # b\n", '    """A docstring of another kind."""\n')
    assert alike.tokens(LOOP.format("a", 3)) == alike.tokens(copied)


def test_names_of_libraries_and_builtins_stay():
    assert alike.tokens("x = torch.max(abs(y))") == ["name", "=", "name", ".", "max", "(", "abs", "(", "name", ")", ")"]


@pytest.mark.parametrize(
    "source",
    ["def f(:\n  x = (", "'''never ends", "\0\0", "%matplotlib inline\n!ls\nx = 1", "if x:\n        y\n   z", "x = f'{y!r:>{w}}'", ""],
)
def test_whatever_was_handed_in_gives_tokens(source):
    assert all(isinstance(token, str) for token in alike.tokens(source))


def test_a_copy_stands_out_and_the_rest_does_not():
    codes = {"ada": LOOP.format("a", 3), "bob": LOOP.format("b", 9), "cleo": OTHER}
    found = alike.likeness(codes, released="def add_one(x):\n    raise NotImplementedError('add_one')\n")
    assert [(pair.one, pair.other) for pair in found.pairs[:1]] == [("ada", "bob")]
    assert found.pairs[0].similarity == pytest.approx(1) and found.pairs[1].similarity < 0.4
    assert found.total == 3


def test_what_was_given_out_makes_nobody_alike():
    given = LOOP.format("a", 3)
    found = alike.likeness({"ada": given, "bob": given}, released=given)
    assert found.pairs == [] and found.empty == ["ada", "bob"]


def test_pairs_over_several_blocks_are_those_of_the_whole_matrix(monkeypatch):
    codes = {f"s{n}": LOOP.format("a", 1) * (n % 3 + 1) + OTHER * (n % 5) + f"x{n} = [{n}, y.field{n}]\n" * (n % 4) for n in range(40)}
    whole = alike.likeness(codes, "", 15)
    monkeypatch.setattr(alike, "ROWS", 7)
    blocks = alike.likeness(codes, "", 15)
    assert [pair.similarity for pair in blocks.pairs] == pytest.approx([pair.similarity for pair in whole.pairs])
    assert (blocks.counts == whole.counts).all() and whole.total == 40 * 39 // 2 and len(whole.pairs) == 15


def test_only_the_students_cells_are_compared(course):
    given = skeleton(course, "sums", "Sums")
    nb = nbformat.from_dict(given)
    nb.cells.append(nbformat.v4.new_code_cell("mine = 1"))
    locked = next(cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("locked"))
    locked.source += "\nsecret_in_a_given_cell = 1"
    assert alike.own_code(nb, given) == "mine = 1"


def test_the_usual_likeness_is_told_in_quantiles():
    counts = np.zeros(len(alike.BINS) - 1, int)
    counts[9], counts[49] = 95, 5
    likeness = alike.Likeness([], counts, [], [])
    assert (likeness.quantile(0.5), likeness.quantile(0.95), likeness.quantile(0.96)) == (pytest.approx(0.2), pytest.approx(0.2), 1.0)
    assert math.isnan(alike.Likeness([], counts * 0, [], []).quantile(0.5))


# -- pictures


def test_pictures_are_the_same_bytes_each_time():
    assert plots.scores([1, 2, 2.5, 10], 10) == plots.scores([1, 2, 2.5, 10], 10)
    assert plots.scores([5], 10).startswith("<svg")


@pytest.mark.parametrize("number", [1, 5, 13])
def test_the_legend_of_any_number_of_exercises_lies_inside_the_picture(number):
    names = [f"exercise_{n}" for n in range(number)]
    picture = plots.items([0.5] * number, [0.3] * number, names)
    height = float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', picture)[1])
    places = dict(re.findall(r'x="[\d.-]+" y="([\d.-]+)"[^>]*>(exercise_\d+)<', picture)[n][::-1] for n in range(number))
    assert list(places) == names
    assert all(9.5 <= float(y) < height / 2 for y in places.values()), "a letter is 9.5 units high"


def test_documents_are_read_without_their_pictures(course, monkeypatch):
    document = classroom.result(passing(*EVERYTHING))
    classroom.keep(course, "ada", document)
    read = documents.read_document(course.reports("sums") / "ada" / "Sums.json")
    assert (read.score, read.exercises) == (document.score, document.exercises)
    assert not hasattr(read, "cells")


def chromium():
    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


def browse(tmp_path, path, wanted):
    """What headless Chromium says of a page when it is asked for `wanted`."""
    quiet = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"
    command = [chromium(), *quiet.split(), "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}", wanted, path.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def places(sheet):
    """Where on a printed sheet each piece of text begins, from the left, in points."""
    found = []
    sheet.extract_text(visitor_text=lambda text, cm, tm, *_: found.append(tm[4] * cm[0] + cm[4]) if text.strip() else None)
    return found


SEEN = pytest.mark.skipif(chromium() is None, reason="THE PAGE IS NOT SEEN IN A BROWSER: no Chromium on the PATH")


@pytest.mark.slow
@SEEN
def test_a_browser_shows_the_page_and_prints_it(small, tmp_path):
    """The text that a browser lays out holds every heading; the printed page is a PDF of a few sheets."""
    path = page.write(small, "sums", NOW)
    headings = re.findall(r"<h2>(.*?)</h2>", browse(tmp_path, path, "--dump-dom"))
    assert headings == [
        "Scores",
        "Tests",
        "Changes since the last run",
        "Most alike",
        "Tampering and repairs",
        "Slowest",
        "Everybody",
        "How it was graded",
    ]
    browse(tmp_path, path, f"--print-to-pdf={tmp_path / 'page.pdf'}")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF") and (tmp_path / "page.pdf").stat().st_size > 20_000


@pytest.mark.slow
@SEEN
def test_names_stay_whole_and_no_column_is_lost_beside_many_exercises(course, tmp_path):
    """Thirteen exercises, as image_gradients has: each student's name and the last column are on the sheet."""
    names = ["add_one", "double", *(f"part_{n}" for n in range(11))]
    entry = '    [[assignment.notebook.exercise]]\n    id = "{0}"\n    functions = ["{0}"]\n    points = 10\n\n'
    cells = '\n# %% solution="{0}"\ndef {0}(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION\n\n'
    cells += '# %% tests="{0}" points=10\ncheck("{0}")\n'
    declared, master = course.root / "course.toml", course.root / "solutions/sums/Sums.py"
    before, answer, after = declared.read_text().partition("    [[assignment.notebook.answer]]")
    declared.write_text(before + "".join(map(entry.format, names[2:])) + answer + after)
    master.write_text(master.read_text() + "".join(map(cells.format, names[2:])))
    course = Course.load(course.root)
    parts = [ExerciseResult(exercise=name, points=10, rule="proportional", score=3.25, tests=[]) for name in names]
    for student in ("lovelace_ada", "hopper_grace"):
        classroom.keep(course, student, NotebookResult(notebook="Sums", seed=1, exercises=parts, profile="full"))
        classroom.hand_in(course, student)
    path = page.write(course, "sums", NOW)
    screen = path.with_name("screen.html")  # the sheet laid out by the rules for a screen: those for print are left out
    screen.write_text(path.read_text().replace("@media print", "@media speech"))
    browse(tmp_path, screen, f"--print-to-pdf={tmp_path / 'screen.pdf'}")
    seen = "".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "screen.pdf").pages)
    seen = seen[seen.rindex("Everybody") :]
    assert seen.count("lovelace_ada") == 2 and seen.count("hopper_grace") == 2, "once in the summary, once in the table"
    browse(tmp_path, path, f"--print-to-pdf={tmp_path / 'page.pdf'}")
    sheets = PdfReader(tmp_path / "page.pdf").pages
    text = "".join(sheet.extract_text() for sheet in sheets)
    everybody = text[text.rindex("Everybody") :]
    assert "lovelace_ada" in everybody and "hopper_grace" in everybody
    assert everybody.count("3.25") == 26 and "E13" in everybody and "Total" in everybody
    assert all(x < sheet.mediabox.width - 20 for sheet in sheets for x in places(sheet))


def test_view_of_nothing_but_lost_results(course):
    """A class whose only readable document belongs to a submission that is half lost still makes a page."""
    classroom.keep(course, "ada", classroom.result(passing()))
    classroom.hand_in(course, "bob")
    assert "1 submission has no result" in page.write(course, "sums", NOW).read_text()
