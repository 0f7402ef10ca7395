"""A small course in a temporary folder, made anew for each test that changes it: two exercises, one written answer."""

import shutil
from pathlib import Path

COURSE = """
[course]
name = "Scratch"
packages = ["src/kit"]
preload = ["numpy"]

[[assignment]]
slug = "sums"

  [[assignment.notebook]]
  name = "Sums"

    [[assignment.notebook.exercise]]
    id = "add_one"
    functions = ["add_one"]
    points = 4

    [[assignment.notebook.exercise]]
    id = "double"
    functions = ["double"]
    points = 6
    rule = "all_or_nothing"

    [[assignment.notebook.answer]]
    id = "why"
    points = 2
"""
MASTER = '''\
# %% [markdown]
# # Sums
#
# Two functions and a question.

# %%
import numpy as np


def check(exercise):
    print(exercise)


# %% solution="add_one"
def add_one(x):
    """One more than x."""
    ### BEGIN SOLUTION
    secret_of_adding = x + 1
    return secret_of_adding
    ### END SOLUTION

# %% tests="add_one" points=4
check("add_one")

# %% tags=["demo"]
print("a slow picture of", add_one(1))

# %% [markdown] answer="why" points=2
# ### BEGIN SOLUTION
# Because the model answer says so.
# ### END SOLUTION

# %% solution="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return np.multiply(x, 2.0)
    ### END SOLUTION

# %% tests="double" points=6
check("double")
'''
HIDDEN = {
    "add_one": '''\
import pytest


@pytest.mark.hint("Add one, not two.")
def test_adds_one(student, seed):
    """The result is one more."""
    expected_by_the_hidden_test = seed + 1
    if student.add_one(seed) != expected_by_the_hidden_test:
        raise AssertionError("The result is not one more.")


@pytest.mark.points(3)
def test_negative_numbers(student):
    """Negative numbers work too."""
    if student.add_one(-5) != -4:
        raise AssertionError("add_one(-5) is not -4.")
''',
    "double": '''\
def test_doubles(student, seed):
    """The result is twice the argument."""
    if float(student.double(seed)) != 2 * seed:
        raise AssertionError("The result is not twice the argument.")


def test_zero(student):
    """Zero stays zero."""
    if float(student.double(0)) != 0:
        raise AssertionError("Zero does not stay zero.")
''',
}
BANK = {
    "wrong/add_one__two_more": ("Adds two.\nCaught by: test_adds_one", "def add_one(x):\n    return x + 2"),
    "wrong/add_one__sign_lost": ("Forgets the sign.\nCaught by: test_negative_numbers", "def add_one(x):\n    return abs(x) + 1"),
    "wrong/double__squared": ("Squares.\nCaught by: test_doubles", "def double(x):\n    return x * x"),
    "wrong/double__never_zero": ("Takes zero for missing.\nCaught by: test_zero", "def double(x):\n    return 2 * x if x else 1"),
    "right/add_one__subtracts": ("Subtracts minus one.", "def add_one(x):\n    return x - -1"),
    "right/double__adds": ("Adds x to itself.", "def double(x):\n    return x + x"),
}
VISIBLE = '''\
def test_it_runs(student):
    """It can be called."""
    student.{name}(1)
'''
PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "kit"
version = "1.0"
readme = "README.md"
dependencies = ["numpy"]

[project.scripts]
kit-tool = "kit:main"
staff-only = "staff:main"

[tool.hatch.build.targets.wheel]
packages = ["src/kit", "src/staff"]
"""
CONFIG = "from sealgrade.nbgrader_steps import configure\n\nconfigure(get_config())  # noqa: F821\n"


def write_course(root: Path) -> Path:
    """Write the scratch course into `root`; returns `root`."""
    files = {
        "course.toml": COURSE,
        "pyproject.toml": PROJECT,
        "nbgrader_config.py": CONFIG,
        "README.md": "# kit",
        "LICENSE": "none",
        "src/kit/__init__.py": '"""What students import."""\n',
        "src/staff/__init__.py": '"""Not for students."""\n',
        "solutions/sums/Sums.py": MASTER,
        **{f"tests/sums/test_{name}.py": text for name, text in HIDDEN.items()},
        **{f"tests/sums/visible/test_{name}.py": VISIBLE.format(name=name) for name in HIDDEN},
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def write_bank(root: Path, **changes: tuple[str, str] | None) -> None:
    """Write the bank anew, with `changes` ("wrong/add_one__two_more": (docstring, source), or None for no such file)."""
    folder = root / "tests/sums/bank"
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in {**BANK, **changes}.items():
        if content is not None:
            path = folder / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f'"""{content[0]}\n"""\n\n{content[1]}\n' if content[0] else content[1])
