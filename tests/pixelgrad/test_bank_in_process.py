"""The banks against the hidden tests, in this process: every wrong solution is caught where it says, every right one
passes. `sealgrade verify` proves the same in the sealed engine; this proof is quicker and needs no Linux.
"""

import ast
import functools
from pathlib import Path

import pytest
import torch

from pixelgrad.checks import CallFailed, run

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests" / "image_gradients"
MASTERS = sorted((ROOT / "solutions" / "image_gradients").glob("*.py"))
EXERCISES = {
    "compute_saliency_maps": "compute_saliency_maps",
    "make_fooling_image": "make_fooling_image",
    "make_fool_image": "make_fooling_image",
    "class_visualization_step": "class_visualization",
    "create_class_visualization": "class_visualization",
    "content_loss": "content_loss",
    "gram_matrix": "gram_matrix",
    "style_loss": "style_loss",
    "tv_loss": "tv_loss",
    "style_transfer": "style_transfer",
    "feature_inversion": "feature_inversion",
}
SETUP = {"device", "dtype", "film"}  # what the first code cell assigns; later assignments load networks
SEEDS = (20, 1_234_567_890)
# A solution that dies of one of these shows nothing about the test: it would fail any test.
NOT_CAUGHT = {"NameError", "ImportError", "ModuleNotFoundError", "AttributeError", "UnboundLocalError", "NotImplementedError", "Missing"}


@pytest.fixture(scope="module", autouse=True)
def warm():
    """torch.func and torch.optim load much at their first use: seconds that no solution is to pay."""
    torch.func.grad(torch.sum)(torch.ones(1))


def kept(node):
    """Whether a statement of a master is all that a solution needs, and nothing slow."""
    if isinstance(node, ast.Assign):
        names = {name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)}
        return all(name.isupper() or name in SETUP for name in names)
    return isinstance(node, ast.Import | ast.ImportFrom | ast.FunctionDef)


@functools.cache
def reference_code(exercise):
    """The imports, constants, set-up and functions of the master in which the exercise is."""
    (master,) = [path for path in MASTERS if f'tests="{exercise}"' in path.read_text("utf-8")]
    body = [node for node in ast.parse(master.read_text("utf-8")).body if kept(node)]
    return compile(ast.Module(body, []), str(master), "exec")


def namespace_with(file, exercise):
    """The reference's names, with those of a bank file in their place."""
    namespace = {"__name__": "submission"}
    exec(reference_code(exercise), namespace)
    if file is not None:
        exec(compile(file.read_text("utf-8"), str(file), "exec"), namespace)
    return namespace


def failures(file, exercise, seed):
    """The names and errors of the hidden tests that fail for a bank file."""
    outcomes = run([TESTS / f"test_{exercise}.py"], namespace_with(file, exercise), seed)
    assert len(outcomes) >= 4, "the hidden tests were not collected"
    return {outcome.name: outcome.error for outcome in outcomes if outcome.error}


def exercise_of(file):
    return EXERCISES[file.stem.split("__")[0]]


def bank(kind):
    """The bank's files for these notebooks."""
    files = sorted((TESTS / "bank" / kind).glob("*.py"))
    return [pytest.param(file, id=file.stem) for file in files if file.stem.split("__")[0] in EXERCISES]


@pytest.mark.parametrize("kind", ["wrong", "right"])
@pytest.mark.parametrize("function", sorted(set(EXERCISES) - {"make_fool_image"}))
def test_bank_is_not_empty(kind, function):
    assert len(list((TESTS / "bank" / kind).glob(f"{function}__*.py"))) >= 5


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(file, id=f"{file.parent.name}-{file.stem}")
        for folder in (TESTS, TESTS / "visible")
        for file in sorted(folder.glob("test_*.py"))
        if file.stem.removeprefix("test_") in EXERCISES.values()
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
@pytest.mark.parametrize("exercise", sorted(set(EXERCISES.values())))
def test_reference_passes(exercise, seed):
    assert failures(None, exercise, seed) == {}


@pytest.mark.parametrize("file", bank("right"))
def test_right_solution_passes(file):
    for seed in SEEDS:
        assert failures(file, exercise_of(file), seed) == {}


@pytest.mark.parametrize("file", bank("wrong"))
def test_wrong_solution_is_caught(file):
    """Caught means: by the test it names, with an error that is about the bug."""
    named = ast.get_docstring(ast.parse(file.read_text("utf-8"))).splitlines()[1].removeprefix("Caught by: ")
    failed = failures(file, exercise_of(file), SEEDS[0])
    assert named in failed, f"only {sorted(failed)} fail"
    error = failed[named]
    assert isinstance(error, AssertionError | CallFailed), repr(error)
    assert getattr(error, "kind", None) not in NOT_CAUGHT, str(error)
