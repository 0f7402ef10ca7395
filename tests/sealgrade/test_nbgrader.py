"""Plain nbgrader commands, nbgrader's API and `sealgrade grade` are one way to grade, and its feedback leaks nothing.

Everything happens in a copy of this repository, with one engine for the whole file.
"""

import contextlib
import html
import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from uuid import uuid4

import clones
import nbformat
import pytest
from jupyter_core.application import NoStart
from nbgrader.api import Gradebook
from nbgrader.apps.nbgraderapp import NbGraderApp
from nbgrader.utils import determine_grade, is_grade

from sealgrade import build, demo, grade, release, restore, scoring
from sealgrade.api import nbgrader_api
from sealgrade.course import Course
from sealgrade.results import NotebookResult

SLUG = "image_gradients"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
TALKATIVE = """
import sys
import warnings

warnings.warn("an honest remark")
print("and another", file=sys.stderr)
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A clean copy of the repository, which is the working directory of this file's tests."""
    root = clones.clone(tmp_path_factory.mktemp("copy") / "course")
    before = Path.cwd(), os.environ["PATH"]
    os.chdir(root)
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{before[1]}"  # nbgrader calls alembic by its name
    yield Course.load(root)
    scoring.forget_engines()
    os.chdir(before[0])
    os.environ["PATH"] = before[1]


def nbgrader(*words, level="CRITICAL"):
    """What the command `nbgrader` does, in this process, so that the engine is kept."""
    app = NbGraderApp.instance()
    with warnings.catch_warnings(), contextlib.suppress(NoStart):  # how a Jupyter command with subcommands ends
        warnings.simplefilter("ignore")  # nbgrader's own
        try:
            app.initialize([*words, f"--log-level={level}"])
            app.start()
        finally:
            app.reset()


def edited(nb, grade_id, edit):
    for cell in nb.cells:
        if restore.grade_id(cell) == grade_id:
            cell.source = edit(cell.source)
    return nb


def submissions(course):
    """Student -> notebook: right with figures of its own, right and talkative, one exercise wrong and one not begun."""
    notebook = course.pick(SLUG).notebook[0]
    right = demo.solved(course, SLUG, notebook)
    for cell in right.cells:
        if build.DEMO in cell.metadata.get("tags", []):
            cell.outputs = [nbformat.v4.new_output("display_data", data={"image/png": PIXEL, "text/plain": "<Figure>"})]
    talkative = edited(nbformat.from_dict(right), "compute_saliency_maps", lambda source: TALKATIVE + source)
    inside = "    import sys\n    print('inside', file=sys.stderr)\n    X = X.detach()"
    edited(talkative, "compute_saliency_maps", lambda source: source.replace("    X = X.detach()", inside))
    half = edited(nbformat.from_dict(right), "compute_saliency_maps", lambda source: source.replace("grad.abs()", "grad"))
    edited(half, "make_fooling_image", lambda source: source.split('"""')[0] + "raise NotImplementedError('make_fooling_image')")
    return {"right": right, "talkative": talkative, "half": half}


@pytest.fixture(scope="module")
def handed_in(course):
    """The released assignment with three submissions. Student -> bytes handed in."""
    nbgrader("generate_assignment", SLUG)
    for student, nb in submissions(course).items():
        demo.write(course, student, SLUG, "NetworkVisualization.ipynb", build.as_text(nb))
    return {student: (folder / "NetworkVisualization.ipynb").read_bytes() for student, folder in course.submitted(SLUG).items()}


def in_gradebook(course, forget=True):
    """(student, grade cell) -> automatic score; with `forget` the next way to grade starts from nothing."""
    found = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
            for submission in gradebook.assignment_submissions(SLUG):
                for one in submission.notebooks[0].grades:
                    found[submission.student.id, one.name] = one.auto_score
                    one.auto_score = None if forget else one.auto_score
            gradebook.db.commit()
    return found


@pytest.fixture(scope="module")
def scores(course, handed_in):
    """Way to grade -> scores in the gradebook. The last way is nbgrader's own command, which wrote what the others read."""
    found = {}
    grade.grade(course, SLUG)
    found["sealgrade grade"] = in_gradebook(course)
    assert nbgrader_api(course).autograde(SLUG, "half", force=True)["success"]
    found["formgrader"] = in_gradebook(course)
    nbgrader("autograde", SLUG, "--force")
    found["nbgrader autograde"] = in_gradebook(course, forget=False)
    nbgrader("generate_feedback", SLUG)
    return found


def graded(course, student):
    return nbformat.read(course.root / "autograded" / student / SLUG / "NetworkVisualization.ipynb", as_version=4)


def result(course, student):
    return NotebookResult.model_validate_json(course.result(SLUG, student, "NetworkVisualization").read_text())


def grade_cells(nb):
    return [cell for cell in nb.cells if cell.cell_type == "code" and is_grade(cell)]


def test_the_command_gives_the_scores_of_sealgrade_grade(scores):
    assert scores["nbgrader autograde"] == scores["sealgrade grade"]


def test_the_formgraders_button_gives_the_scores_of_sealgrade_grade(scores):
    graded_alone = {key: score for key, score in scores["sealgrade grade"].items() if key[0] == "half"}
    assert graded_alone.items() <= scores["formgrader"].items()
    assert {score for (student, _), score in scores["formgrader"].items() if student != "half"} == {None}


def test_scores_are_those_of_the_result_documents(course, scores):
    for student in ("right", "talkative", "half"):
        for exercise in result(course, student).exercises:
            assert scores["sealgrade grade"][student, f"test_{exercise.exercise}"] == exercise.score


def test_right_is_full_half_is_partial_and_not_begun_is_zero(scores):
    earned = scores["nbgrader autograde"]
    names = ["test_compute_saliency_maps", "test_make_fooling_image", "test_class_visualization"]
    assert [earned["right", name] for name in names] == [10, 10, 10]
    assert 0 < earned["half", names[0]] < 10
    assert earned["half", names[1]] == 0 and earned["half", names[2]] == 10


def test_a_warning_on_stderr_costs_nothing(course, scores):
    text = str([cell.get("outputs") for cell in graded(course, "talkative").cells])
    assert "an honest remark" in text and "and another" in text
    earned = scores["nbgrader autograde"]
    assert all(earned["talkative", name] == score for (student, name), score in earned.items() if student == "right")


def test_written_answers_wait_for_a_person(scores):
    assert scores["nbgrader autograde"]["right", "saliency_ascent"] is None


@pytest.mark.parametrize("student", ["right", "talkative", "half"])
def test_grade_cells_hold_one_plain_float_and_nothing_on_stderr(course, scores, student):
    cells = grade_cells(graded(course, student))
    assert len(cells) == len(course.pick(SLUG).notebook[0].exercise)
    for cell in cells:
        kinds = [output.output_type for output in cell.outputs]
        assert kinds == ["execute_result", "display_data"]
        text = cell.outputs[0].data["text/plain"]
        assert text == repr(float(text))


@pytest.mark.parametrize("student", ["right", "talkative", "half"])
def test_stock_nbgrader_reads_the_same_score_from_the_cell(course, scores, student):
    wanted = {f"test_{exercise.exercise}": (exercise.score, exercise.points) for exercise in result(course, student).exercises}
    assert {restore.grade_id(cell): determine_grade(cell) for cell in grade_cells(graded(course, student))} == wanted


def test_figures_of_cells_that_are_not_run_again_stay(course, scores):
    demos = [cell for cell in graded(course, "right").cells if build.DEMO in cell.metadata.get("tags", [])]
    assert len(demos) >= 5
    assert all(cell.outputs[0].data["image/png"].strip() == PIXEL for cell in demos)


def test_submitted_files_are_only_read(course, scores, handed_in):
    for student, folder in course.submitted(SLUG).items():
        assert (folder / "NetworkVisualization.ipynb").read_bytes() == handed_in[student]


def feedback(course, student):
    return (course.root / "feedback" / student / SLUG / "NetworkVisualization.html").read_text()


def test_feedback_shows_title_and_hint_of_a_failed_test(course, scores):
    page = html.unescape(feedback(course, "half"))
    lost = [test for test in result(course, "half").exercises[0].tests if test.outcome == "failed"]
    assert lost and all(test.title in page and test.hint in page for test in lost)


@pytest.mark.parametrize("student", ["right", "half"])
def test_feedback_holds_no_line_of_a_hidden_test(course, scores, student):
    page = html.unescape(feedback(course, student))
    lines = release.hidden_lines(course, course.pick(SLUG))
    assert len(lines) > 50
    assert [line for line in lines if line in page] == []


def test_formgrader_releases_what_the_command_releases(course, handed_in):
    path = course.release(SLUG) / "NetworkVisualization.ipynb"
    before = path.read_bytes()
    assert nbgrader_api(course).generate_assignment(SLUG, force=True)["success"]
    assert path.read_bytes() == before
    assert b"torch.autograd.grad(scores.sum()" not in before
    assert [proof.claim for proof in release.prove(course, course.pick(SLUG), run=False) if proof.broken] == []


STOCK = {
    "grade": (True, False, "assert f() == 1", 3),
    "solution": (False, True, "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION", None),
}


def stock_notebook():
    """An assignment as nbgrader's own users write them, with hidden tests in the notebook."""
    cells = []
    for name, (graded_cell, solution, source, points) in reversed(STOCK.items()):
        meta = {"schema_version": 3, "grade_id": name, "grade": graded_cell, "solution": solution, "locked": graded_cell, "task": False}
        cell = nbformat.v4.new_code_cell(source, metadata={"nbgrader": meta | ({"points": points} if points else {})})
        cells.append(cell)
    return nbformat.v4.new_notebook(cells=cells)


def test_an_assignment_that_the_course_does_not_name_goes_the_stock_way(course, capfd):
    """Released with nbgrader's own stub, run in a kernel, graded by its own asserts; a warning says that it is unsealed."""
    source = course.root / "source" / "stock" / "plain.ipynb"
    source.parent.mkdir()
    nbformat.write(stock_notebook(), source)
    nbgrader("generate_assignment", "stock")
    released = nbformat.read(course.release("stock") / "plain.ipynb", as_version=4)
    assert "# YOUR CODE HERE\n    raise NotImplementedError()" in released.cells[0].source
    assert sorted(path.name for path in course.release("stock").iterdir()) == ["plain.ipynb"]
    place = course.root / "submitted" / "right" / "stock"
    place.mkdir(parents=True)
    shutil.copy(source, place)
    socket = ["--KernelManager.transport=ipc", f"--KernelManager.ip=@{uuid4()}"]  # of its own: another process may take a TCP port
    nbgrader("autograde", "stock", *socket, level="WARN")
    assert "stock is not in course.toml: it runs unsealed" in capfd.readouterr().err
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        assert gradebook.find_submission("stock", "right").score == 3


@pytest.mark.slow
def test_the_commands_themselves_in_processes_of_their_own(course, scores, handed_in):
    """As typed: generate_assignment, autograde and generate_feedback end with 0 and change no score."""
    for words in (["generate_assignment", SLUG, "--force"], ["autograde", SLUG, "--force"], ["generate_feedback", SLUG, "--force"]):
        script = Path(sys.executable).parent / "nbgrader"
        done = subprocess.run([str(script), *words], cwd=course.root, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
    assert in_gradebook(course) == scores["sealgrade grade"]
