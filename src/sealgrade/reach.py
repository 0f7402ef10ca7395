"""Can the other exercises of a notebook notice what a bank file puts in the place of one?

A cell acts on what runs after it through names in the notebook and through what it does when it is run. So a file that does nothing
but define, and whose names no other cell and no other exercise's hidden test mentions, leaves the others what they were: grading
them again would repeat the grading of the worked solution. Whatever is not plainly of that kind counts as noticed.

Not seen: what importing a library does to the process.
"""

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache

from nbformat import NotebookNode

from sealgrade.bank import BankFile
from sealgrade.course import Course, Notebook
from sealgrade.restore import grade_id
from sealgrade.scoring import runs_while_grading


def noticing(course: Course, slug: str, notebook: Notebook, solved: NotebookNode, file: BankFile) -> set[str]:
    """The exercises that cannot be ruled out: the file's own, and those to which it may not be the same as the worked solution."""
    bodies = [_tree(cell.source).body for cell in solved.cells if runs_while_grading(cell) and grade_id(cell) not in file.cells]
    around = [node for body in bodies for node in body]
    known = {ast.dump(node) for node in around if isinstance(node, ast.Import | ast.ImportFrom)}
    mine = [node for source in file.cells.values() for node in _tree(source).body]
    mine = [node for node in mine if ast.dump(node) not in known]  # the same import gives the same module
    plain = all(_only_defines(node) for node in mine)
    names = {name for node in mine for name in _bound(node)}
    found = {file.exercise}
    for exercise, path in zip(notebook.exercise, course.hidden_tests(slug, notebook), strict=True):
        if not plain or not names.isdisjoint(_reached(around, _tree(path.read_text("utf-8")))):
            found.add(exercise.id)
    return found


def _reached(around: Iterable[ast.stmt], tests: ast.Module) -> set[str]:
    """Every name that hidden tests, or statements that run at once, mention, or that a definition so named mentions, and so on."""
    bodies: dict[str, list[ast.AST]] = {}
    roots: list[ast.AST] = [tests]
    for node in around:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            bodies.setdefault(node.name, []).append(node)
        if not isinstance(node, ast.FunctionDef):
            roots.append(node)
        else:
            roots += _at_once(node)
    found: set[str] = set()
    while roots:
        fresh = _mentioned(roots.pop()) - found
        found |= fresh
        roots += [body for name in fresh for body in bodies.get(name, [])]
    return found


@lru_cache(maxsize=512)
def _tree(source: str) -> ast.Module:
    return ast.parse(source)


def _at_once(node: ast.FunctionDef) -> list[ast.AST]:
    """What a definition evaluates where it stands."""
    return [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]


def _only_defines(node: ast.stmt) -> bool:
    """A statement that calls nothing when it is run: an import, a constant, a function or class without decorators."""
    match node:
        case ast.Import() | ast.ImportFrom():
            return all(alias.name != "*" for alias in node.names)
        case ast.FunctionDef(decorator_list=[]):
            return _calls_nothing(_at_once(node))
        case ast.ClassDef(decorator_list=[], keywords=[]):
            return _calls_nothing(node.bases) and all(_only_defines(part) for part in node.body)
        case ast.Assign():
            return all(isinstance(target, ast.Name) for target in node.targets) and _calls_nothing([node.value])
        case _:
            return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)  # a docstring


def _calls_nothing(roots: Iterable[ast.AST]) -> bool:
    return not any(isinstance(part, ast.Call | ast.NamedExpr | ast.Await) for root in roots for part in ast.walk(root))


def _bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((alias.asname or alias.name).split(".")[0] for alias in node.names)
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name


@lru_cache(maxsize=8192)  # trees are kept, so their nodes come again
def _mentioned(root: ast.AST) -> frozenset[str]:
    """Names that are read; in hidden tests also those asked of the student, as in `student.name(X)` and `student.call("name", X)`."""
    found: set[str] = set()
    for node in ast.walk(root):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "student":
            found.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and isinstance(root, ast.Module):
            found.add(node.value)
    return frozenset(found)
