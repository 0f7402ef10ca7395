"""The banks against the hidden tests, in this process: every wrong solution is caught where it says, every right one
passes. `sealgrade verify` proves the same in the sealed engine; this proof is quicker and needs no Linux.
"""

import ast
import functools
from pathlib import Path

import pytest
import torch

from pixelgrad import checks
from pixelgrad.checks import CallFailed, run
from sealgrade import bank, worked
from sealgrade.course import Course

COURSE = Course.load(Path(__file__).resolve().parents[2])
# (slug, notebook, exercise) of every graded exercise: read from course.toml, as everything here
EXERCISES = [
    pytest.param(assignment.slug, notebook.name, exercise, id=f"{assignment.slug}-{exercise.id}")
    for assignment in COURSE.assignment
    for notebook in assignment.notebook
    for exercise in notebook.exercise
]
FILES = [(assignment.slug, file) for assignment in COURSE.assignment for file in bank.load(COURSE, assignment)]
SEEDS = (20, 1_234_567_890)
# A solution that dies of one of these shows nothing about the test: it would fail any test.
NOT_CAUGHT = {"NameError", "ImportError", "ModuleNotFoundError", "AttributeError", "UnboundLocalError", "NotImplementedError", "Missing"}


@pytest.fixture(scope="module", autouse=True)
def warm():
    """torch.func and torch.optim load much at their first use: seconds that no solution is to pay."""
    torch.func.grad(torch.sum)(torch.ones(1))


@functools.cache
def code(slug, notebook):
    return worked.code(COURSE, slug, notebook)


def failures(slug, notebook, exercise, seed, file=None, named=None):
    """The names and errors of the hidden tests that fail for the reference, with the names of a bank file in the place of its own.

    named: run this test alone.
    """
    namespace = worked.run(code(slug, notebook))
    if file is not None:
        exec(compile(file.read_text("utf-8"), str(file), "exec"), namespace)
    outcomes = run([COURSE.root / "tests" / slug / f"test_{exercise}.py"], namespace, seed, named)
    assert len(outcomes) >= (1 if named else 4), "the hidden tests were not collected"
    return {outcome.name: outcome.error for outcome in outcomes if outcome.error}


@pytest.fixture
def patient(monkeypatch):
    """No time limit that a busy machine could reach: what is right stays right there."""
    monkeypatch.setattr(checks, "LIMIT", 120.0)


def files(verdict):
    """The bank's files of one verdict."""
    return [pytest.param(slug, file, id=f"{slug}-{file.path.stem}") for slug, file in FILES if file.verdict == verdict]


@pytest.mark.parametrize("verdict", ["wrong", "right"])
@pytest.mark.parametrize(("slug", "notebook", "exercise"), EXERCISES)
def test_bank_is_not_empty(slug, notebook, exercise, verdict):
    for function in exercise.functions:
        found = [file for of, file in FILES if (of, file.function, file.verdict) == (slug, function, verdict)]
        assert len(found) >= 5, f"{function}: only {len(found)}"


@pytest.mark.parametrize("slug", [assignment.slug for assignment in COURSE.assignment])
def test_every_file_of_the_bank_has_its_place(slug):
    assert [f"{file.label}: {file.flaw}" for of, file in FILES if of == slug and file.flaw] == []


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(file, id=f"{file.parent.name}-{file.stem}")
        for assignment in COURSE.assignment
        for notebook in assignment.notebook
        for listed in (COURSE.hidden_tests, COURSE.visible_tests)
        for file in listed(assignment.slug, notebook)
    ],
)
def test_every_test_speaks_to_its_reader(file):
    """A title, a hint, a short body, and no assert that could print an expected array."""
    tree = ast.parse(file.read_text("utf-8"))
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    assert tests
    for test in tests:
        assert ast.get_docstring(test), test.name
        assert any("mark.hint" in ast.unparse(mark) for mark in test.decorator_list), test.name
        assert test.end_lineno - test.lineno <= 13, test.name
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Assert)], "use pixelgrad.testing.holds"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("slug", "notebook", "exercise"), EXERCISES)
def test_reference_passes(slug, notebook, exercise, seed, patient):
    assert failures(slug, notebook, exercise.id, seed) == {}


@pytest.mark.parametrize(("slug", "file"), files("right"))
def test_right_solution_passes(slug, file, patient):
    """With one seed; `sealgrade verify` grades it with another, too."""
    assert failures(slug, file.notebook, file.exercise, SEEDS[0], file.path) == {}


@pytest.mark.parametrize(("slug", "file"), files("wrong"))
def test_wrong_solution_is_caught(slug, file):
    """Caught means: by the test it names, with an error that is about the bug."""
    failed = failures(slug, file.notebook, file.exercise, SEEDS[0], file.path, file.named)
    assert file.named in failed, "the test that it names passes"
    error = failed[file.named]
    assert isinstance(error, AssertionError | CallFailed), repr(error)
    assert getattr(error, "kind", None) not in NOT_CAUGHT, str(error)
