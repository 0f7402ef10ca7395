"""Small changes to worked solutions: cosmic-ray's operators, and four more for code that is mostly chains of calls.

Each operator works on a parso tree, as cosmic-ray's do, and proves itself by its `examples`. Positions come as a list, because
the tree changes while cosmic-ray iterates over them. Left out of cosmic-ray's are
shifts and bit operations (they raise on floats, and any test sees that) and those that need arguments of their own.
"""

import ast
import itertools
from collections.abc import Iterable, Iterator
from typing import Any

import parso
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Example, Operator
from cosmic_ray.operators.provider import OperatorProvider

LEFT_OUT = ("Shift", "Bit", "Invert", "Variable", "RemoveDecorator", "Exception")
Position = tuple[tuple[int, int], tuple[int, int]]


class DropCall(Operator):
    """Take one method call out of a chain."""

    def mutation_positions(self, node: Any) -> list[Position]:
        return [(node.children[at].start_pos, node.children[at + 1].end_pos) for at in self._calls(node)]

    def mutate(self, node: Any, index: int) -> Any:
        at = self._calls(node)[index]
        del node.children[at : at + 2]
        return node

    @staticmethod
    def _calls(node: Any) -> list[int]:
        """Where `.name(...)` begins among the children of a chain."""
        parts = node.children if node.type in ("atom_expr", "power") else []
        opens = [part.type == "trailer" and part.children[0].value for part in parts]
        return [i for i in range(1, len(parts) - 1) if opens[i] == "." and opens[i + 1] == "("]

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (Example("x.abs().amax(1)", "x.amax(1)"), Example("x.abs().amax(1)", "x.abs()", occurrence=1))


class DropStatement(Operator):
    """Put `pass` in the place of a statement."""

    def mutation_positions(self, node: Any) -> list[Position]:
        is_code = node.type == "simple_stmt" and node.children[0].type != "string" and node.get_code().strip() != "pass"
        return [(node.start_pos, node.children[0].end_pos)] if is_code else []

    def mutate(self, node: Any, index: int) -> Any:
        first = node.children[0].get_first_leaf()
        node.children[0] = parso.python.tree.Keyword("pass", first.start_pos, prefix=first.prefix)
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (Example("x = 1\ny = 2\n", "x = 1\npass\n", occurrence=1),)


class DropArgument(Operator):
    """Leave out one argument of a call that has several, or the only named one."""

    def mutation_positions(self, node: Any) -> list[Position]:
        return [(part.start_pos, part.end_pos) for part in _arguments(node)]

    def mutate(self, node: Any, index: int) -> Any:
        kept = [part for i, part in enumerate(_arguments(node)) if i != index]
        return _trailer(node, [part.get_code().strip() for part in kept])

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (Example("f(a, dim=1)", "f(dim=1)"), Example("f(a, dim=1)", "f(a)", occurrence=1), Example("f(a)", "f()"))


class SwapArguments(Operator):
    """Swap two neighbouring positional arguments of a call."""

    def mutation_positions(self, node: Any) -> list[Position]:
        return [(first.start_pos, second.end_pos) for first, second in self._pairs(node)]

    def mutate(self, node: Any, index: int) -> Any:
        texts = [part.get_code().strip() for part in _arguments(node)]
        texts[index], texts[index + 1] = texts[index + 1], texts[index]
        return _trailer(node, texts)

    @staticmethod
    def _pairs(node: Any) -> list[tuple[Any, Any]]:
        positional = [part for part in _arguments(node) if part.type != "argument"]
        return list(itertools.pairwise(positional))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return (Example("f(a, b, c=1)", "f(b, a, c=1)"),)


OWN: tuple[type[Operator], ...] = (DropCall, DropStatement, DropArgument, SwapArguments)


def _arguments(node: Any) -> list[Any]:
    """The arguments of a call, if the node is the brackets of one."""
    if node.type != "trailer" or node.children[0].value != "(" or len(node.children) != 3:
        return []
    inside = node.children[1]
    return [part for part in inside.children if part.type != "operator"] if inside.type == "arglist" else [inside]


def _trailer(node: Any, texts: list[str]) -> Any:
    return parso.parse(f"f({', '.join(texts)})").children[0].children[1]


def operators() -> Iterator[Operator]:
    provider = OperatorProvider()
    yield from (provider[name]() for name in provider if not any(word in name for word in LEFT_OUT))
    yield from (operator() for operator in OWN)


def changed(code: str, first: int, last: int, chosen: Iterable[Operator] | None = None) -> Iterator[tuple[str, str]]:
    """(operator, changed code) for every change that lies within the lines `first` to `last`; each code comes once."""
    seen = {_meaning(code)}
    for operator in chosen or operators():
        positions = [at for node in ast_nodes(get_ast(code)) for at in operator.mutation_positions(node)]
        for occurrence, (start, end) in enumerate(positions):
            if first <= start[0] and end[0] <= last:
                mutant = mutate_code(code, operator, occurrence)
                if mutant is not None and (meaning := _meaning(mutant)) not in seen | {""}:
                    seen.add(meaning)
                    yield type(operator).__name__, mutant


def _meaning(code: str) -> str:
    """Code without its layout; '' when it is not Python."""
    try:
        return ast.dump(ast.parse(code))
    except SyntaxError:
        return ""
