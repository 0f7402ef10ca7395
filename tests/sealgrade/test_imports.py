"""Who may import whom, and what nobody may use: read from the syntax trees, not from what happens to be loaded."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parents[2] / "src"
RUNS_MASTERS = "sealgrade/worked.py"  # runs a solved master in its own process, for benchmarks and figures
FORBIDDEN = {"pickle", "cloudpickle", "dill", "shelve", "marshal", "joblib"}


def imported(path: Path) -> set[str]:
    """Top-level names of everything a module imports, at any depth of its code."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(str(node.module).split(".")[0])
    return names


def modules(package: str) -> list[Path]:
    found = sorted((SOURCES / package).rglob("*.py"))
    assert found
    return found


@pytest.mark.parametrize("path", modules("pixelgrad"), ids=lambda path: path.stem)
def test_the_students_package_knows_nothing_of_grading(path):
    assert "sealgrade" not in imported(path)


@pytest.mark.parametrize("path", modules("sealgrade"), ids=lambda path: str(path.relative_to(SOURCES)))
def test_the_engine_knows_no_course_and_no_pickle(path):
    assert "pixelgrad" not in imported(path)
    assert not imported(path) & FORBIDDEN


@pytest.mark.parametrize("path", modules("sealgrade"), ids=lambda path: str(path.relative_to(SOURCES)))
def test_nothing_that_unpickles_is_called(path):
    """torch.load and numpy.load unpickle too, unless they are told not to."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) not in {("torch", "load"), ("np", "load"), ("numpy", "load"), ("yaml", "load")}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"eval", "exec"} or str(path.relative_to(SOURCES)) == RUNS_MASTERS


def test_nothing_that_grades_can_reach_what_runs_masters():
    name = Path(RUNS_MASTERS).stem
    for path in modules("sealgrade"):
        assert not any(
            (isinstance(node, ast.ImportFrom) and (node.module == f"sealgrade.{name}" or name in [alias.name for alias in node.names]))
            or (isinstance(node, ast.Import) and f"sealgrade.{name}" in [alias.name for alias in node.names])
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
        ), path  # fmt: skip


@pytest.mark.parametrize("first", ["sealgrade", "pixelgrad.handin"])
def test_no_command_of_ours_waits_for_grammars_of_web_addresses(first):
    """jsonschema builds them for several seconds when it can; nbformat works without, and refuses what it should."""
    program = f"""
import sys, {first}
import nbformat
assert "lark" not in sys.modules
nbformat.validate(nbformat.v4.new_notebook())
try:
    nbformat.validate({{"cells": 1}}, version=4)
except nbformat.ValidationError:
    print("refused")
"""
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "refused\n"
