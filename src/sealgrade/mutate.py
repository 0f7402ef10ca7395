"""`sealgrade mutate`: which small changes of the worked solutions do the hidden tests not see?

Every mutant differs from a solution by one change between BEGIN SOLUTION and END SOLUTION. Each is graded in the sealed engine
on its own exercise; one that earns full marks survives. A survivor is a missing test, or as right as the solution: then
tests/<slug>/bank/equivalent.toml names it, with the reason.

Not covered: changes of two places at once, and what a mutant does under another seed than its own.
"""

import difflib
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from nbformat import NotebookNode
from pydantic import BaseModel, Field, ValidationError

from sealgrade import bank, mutations
from sealgrade.bench import Bench
from sealgrade.build import build_notebook
from sealgrade.course import Course, Notebook, Strict, _pick
from sealgrade.demo import unmarked
from sealgrade.errors import CourseError
from sealgrade.release import BEGIN, END
from sealgrade.restore import grade_id

FILE = "equivalent.toml"


class Equivalent(Strict):
    """A change that is as right as the solution. Spaces and line ends do not count."""

    function: str
    was: str
    becomes: str
    reason: str = Field(min_length=10)

    @property
    def key(self) -> tuple[str, str, str]:
        return self.function, squeezed(self.was), squeezed(self.becomes)


class Mutant(BaseModel):
    """A solution cell with one change."""

    notebook: str
    exercise: str
    function: str
    operator: str
    before: str
    after: str

    def diff(self) -> str:
        lines = difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), lineterm="", n=1)
        return "\n".join(list(lines)[2:])

    @property
    def change(self) -> tuple[str, str]:
        """The lines that differ, as they were and as they are."""
        old, new = self.before.splitlines(), self.after.splitlines()
        blocks = [op for op in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if op[0] != "equal"]
        first, last = blocks[0], blocks[-1]
        return "\n".join(old[first[1] : last[2]]).strip(), "\n".join(new[first[3] : last[4]]).strip()

    @property
    def key(self) -> tuple[str, str, str]:
        was, becomes = self.change
        return self.function, squeezed(was), squeezed(becomes)


class Mutation(BaseModel):
    """What became of all mutants of an assignment, or of one function of it."""

    slug: str
    caught: dict[str, int] = {}
    survivors: list[Mutant] = []
    equivalent: list[Mutant] = []
    stale: list[Equivalent] = []


def squeezed(text: str) -> str:
    return "".join(text.split())


def mutate(course: Course, slug: str, function: str = "", step: Callable[[int, int], None] = lambda done, total: None) -> Mutation:
    """Grade every mutant; `step` hears how many of how many are done. Raises CourseError for an unknown function."""
    marked = {entry.key: entry for entry in equivalents(course, slug)}
    waiting = mutants(course, slug, function)
    found = Mutation(slug=slug, caught=dict.fromkeys((mutant.function for mutant in waiting), 0))
    number = 0
    for name in dict.fromkeys(mutant.notebook for mutant in waiting):
        bench = Bench.of(course, slug, course.pick(slug).find(name), len(waiting))
        mine = [mutant for mutant in waiting if mutant.notebook == name]
        for mutant, alive in zip(mine, bench.each(partial(survives, bench), mine), strict=True):
            number += 1
            if not alive:
                found.caught[mutant.function] += 1
            elif mutant.key in marked:
                found.equivalent.append(mutant)
            else:
                found.survivors.append(mutant)
            step(number, len(waiting))
    used = {mutant.key for mutant in found.equivalent}
    found.stale = [entry for key, entry in marked.items() if key not in used and entry.function in found.caught]
    return found


def survives(bench: Bench, mutant: Mutant) -> bool:
    result = bench.grade({mutant.function: unmarked(mutant.after)}, exercises=[mutant.exercise])
    return result.score >= result.points


def mutants(course: Course, slug: str, function: str = "") -> list[Mutant]:
    """All mutants of the assignment's solutions, or those of one function."""
    assignment = course.pick(slug)
    names = {name: name for notebook in assignment.notebook for _, name in bank.functions_of(notebook)}
    wanted = {_pick(function, names, "function")} if function else set(names)
    return [mutant for notebook in assignment.notebook for mutant in _of_notebook(course, slug, notebook) if mutant.function in wanted]


def _of_notebook(course: Course, slug: str, notebook: Notebook) -> Iterator[Mutant]:
    path = course.master(slug, notebook.name)
    cells = {grade_id(cell): cell for cell in build_notebook(path, notebook).cells}
    for exercise, function in bank.functions_of(notebook):
        before = cells[function].source
        for first, last in _regions(cells[function], path):
            for operator, after in mutations.changed(before, first, last):
                yield Mutant(notebook=notebook.name, exercise=exercise.id, function=function, operator=operator, before=before, after=after)


def _regions(cell: NotebookNode, path: Path) -> list[tuple[int, int]]:
    """The lines between the marks of a solution cell; a class may have several such parts, one in each method."""
    lines = [line.strip() for line in cell.source.splitlines()]
    first, last = ([number for number, line in enumerate(lines) if line == mark] for mark in (BEGIN, END))
    if not first or len(first) != len(last):
        raise CourseError(f"{path.name}: the cell {grade_id(cell)!r} has no {BEGIN} and {END}.", "Put the worked solution between them.")
    return [(begin + 2, end) for begin, end in zip(first, last, strict=True)]


def equivalents(course: Course, slug: str) -> list[Equivalent]:
    """The changes that are marked as right. Raises CourseError when the file is not as it must be."""
    path = course.root / "tests" / slug / "bank" / FILE
    if not path.is_file():
        return []
    try:
        return [Equivalent(**entry) for entry in tomllib.loads(path.read_text()).get("equivalent", [])]
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        reason = error.errors()[0] if isinstance(error, ValidationError) else error
        raise CourseError(f"{FILE} of {slug} cannot be read: {reason}.", f"Mend {path.relative_to(course.root)}.") from None
