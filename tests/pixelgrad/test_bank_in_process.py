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
MASTER = ROOT / "solutions" / "image_gradients" / "NetworkVisualization.py"
EXERCISES = {
    "compute_saliency_maps": "compute_saliency_maps",
    "make_fooling_image": "make_fooling_image",
    "make_fool_image": "make_fooling_image",
    "class_visualization_step": "class_visualization",
    "create_class_visualization": "class_visualization",
    "saliency_of_layer": "saliency_of_layer",
    "receptive_field": "receptive_field",
    "fgsm": "fgsm",
    "perturb_towards": "perturb_towards",
}
SEEDS = (20, 1_234_567_890)
# A solution that dies of one of these shows nothing about the test: it would fail any test.
NOT_CAUGHT = {"NameError", "ImportError", "ModuleNotFoundError", "AttributeError", "UnboundLocalError", "NotImplementedError", "Missing"}


@pytest.fixture(scope="module", autouse=True)
def warm():
    """torch.func and torch.optim load much at their first use: seconds that no solution is to pay."""
    torch.func.grad(torch.sum)(torch.ones(1))


@functools.cache
def reference_code():
    """The master's imports, constants in capitals and functions: all that a solution needs, and nothing slow."""

    def kept(node):
        targets = node.targets if isinstance(node, ast.Assign) else [None]
        return all(isinstance(target, ast.Name) and target.id.isupper() for target in targets) or isinstance(
            node, ast.Import | ast.ImportFrom | ast.FunctionDef
        )

    body = [node for node in ast.parse(MASTER.read_text("utf-8")).body if kept(node)]
    return compile(ast.Module(body, []), str(MASTER), "exec")


def namespace_with(file=None):
    """The reference's names, with those of a bank file in their place."""
    namespace = {"__name__": "submission"}
    exec(reference_code(), namespace)
    if file is not None:
        exec(compile(file.read_text("utf-8"), str(file), "exec"), namespace)
    return namespace


def failures(file, exercise, seed):
    """The names and errors of the hidden tests that fail for a bank file."""
    outcomes = run([TESTS / f"test_{exercise}.py"], namespace_with(file), seed)
    assert len(outcomes) >= 8, "the hidden tests were not collected"
    return {outcome.name: outcome.error for outcome in outcomes if outcome.error}


def exercise_of(file):
    return EXERCISES[file.stem.split("__")[0]]


def bank(kind):
    """The bank's files for this notebook."""
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
