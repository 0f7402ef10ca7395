"""The worker's shell takes a short way with plain Python: every cell must become what IPython makes of it."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from sealgrade.engine.shell import ZMQInteractiveShell, is_python

CELLS = [
    "x = 1\ny = 2",
    "x = 1\ny = 2\n",
    "x = 1\n\n\n",
    "def f():\n    return 1\n\n\nf()",
    "x = (5\n  % 3)\nprint(x)",
    "text = '''\n%matplotlib inline\n!ls\n'''\nprint(text)",
    "%matplotlib inline\nx = 1",
    "x = 1\n%time y = 2",
    "files = !ls\nprint(files)",
    "!echo a\n!echo b",
    "print?\nx = 1",
    "%%timeit\nx = 1",
    "  x = 1\n  y = 2",
    "\n\nx = 1\ny = 2",
    ">>> x = 1\n>>> y = 2",
    "In [1]: x = 1\nIn [2]: y = 2",
    "pwd",
    "pwd\n",
    "ls\n\n",
    "x",
    "",
    "\n",
    "if x:\n        y\n   z",
    "def f(:\n  x",
    "await f()\nx = 1",
    "async def f():\n    pass\nawait f()",
    "x = '\\d'\ny = 1",
    "x: int = 1\ny = 2",
    "...\nx = 1",
    ";x\ny",
    "/f x\ny = 1",
    "# a remark\n\n# another",
    "\tx = 1\n\ty = 2",
    "x = 1;\ny = 2;",
    "\ufeffx = 1\ny = 2",
    "x = 1\r\ny = 2",
    "x = 1\x0c\ny = 2",
    "nul\0\nx",
    "return 1\nx = 2",
    "f(\n" * 300 + "x" + ")" * 300,
]


@pytest.fixture(scope="module")
def shell():
    ZMQInteractiveShell.clear_instance()
    yield ZMQInteractiveShell.instance()
    ZMQInteractiveShell.clear_instance()


def outcome(transform, *args):
    """The text, or the name of what IPython raises for a cell that it cannot read."""
    try:
        return transform(*args)
    except SyntaxError as error:
        return type(error).__name__


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_becomes_what_ipython_makes_of_it(shell, cell):
    assert outcome(shell.transform_cell, cell) == outcome(InteractiveShell.transform_cell, shell, cell)


def test_transformers_of_the_students_are_used(shell):
    shell.input_transformers_post.append(lambda lines: ["changed = True\n"])
    try:
        assert shell.transform_cell("x = 1\ny = 2") == "changed = True\n"
    finally:
        shell.input_transformers_post.clear()


def test_the_short_way_is_taken(shell, monkeypatch):
    monkeypatch.setattr(InteractiveShell, "transform_cell", lambda *_: pytest.fail("the long way"))
    assert shell.transform_cell("def f():\n    return 1\n\n\nf()") == "def f():\n    return 1\n\n\nf()\n"
    assert is_python("x = 1") and not is_python("%time x")
