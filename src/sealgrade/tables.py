"""What `sealgrade verify` and `sealgrade mutate` show: the matrix of tests and bank files, and what to do about the rest."""

from collections.abc import Iterator

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sealgrade.errors import CourseError
from sealgrade.mutate import FILE, Mutant, Mutation
from sealgrade.verify import Disagreement, Row, Verification
from sealgrade.words import counted

KEY = (
    "C caught by the test it names   x fails here too   . passes   ? fails for some seeds only   ! should not fail, or not for that reason"
)


def matrices(found: list[Verification]) -> Iterator[Table | str]:
    """Per exercise a table, a row per bank file and a narrow column per test, and its legend; then the key to all."""
    for notebook in found:
        for exercise, tests in notebook.tests.items():
            rows = [row for row in notebook.rows if row.file.exercise == exercise]
            yield _matrix(exercise, tests, rows)
            yield _legend(tests, rows)
    yield f"\n{KEY}\n"


def _matrix(exercise: str, tests: list[str], rows: list[Row]) -> Table:
    title = f"{exercise}: {counted(len(tests), 'test')}, {counted(len(rows), 'bank file')}"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("bank file", no_wrap=True)
    for number in range(1, len(tests) + 1):
        table.add_column(str(number), justify="center", no_wrap=True)
    for row in rows:
        table.add_row(row.file.label, *(_cell(row, test) for test in tests))
    return table


def _legend(tests: list[str], rows: list[Row]) -> str:
    """The number of each test, and how many wrong files fail on it."""
    failed = [set().union(*row.failures) for row in rows if row.file.verdict == "wrong"]
    return "\n".join(f"{number:4}  {test} catches {sum(test in names for names in failed)}" for number, test in enumerate(tests, 1))


def _cell(row: Row, test: str) -> str:
    if not row.failures:
        return "-"
    tried = row.failures if test == row.file.named or row.file.verdict == "right" else row.failures[:1]
    failed = [failures[test] for failures in tried if test in failures]
    if not failed:
        return "[dim].[/]"
    if len(failed) < len(tried):
        return "[yellow]?[/]"
    if row.file.verdict == "right" or not all(failure.honest for failure in failed):
        return "[red]![/]"
    return "[green]C[/]" if test == row.file.named else "x"


def paragraph(found: Disagreement) -> str:
    return (
        f"[red]{escape(found.file)}[/]\n  expected  {escape(found.expected)}\n"
        f"  happened  {escape(found.happened)}\n  next      {escape(found.next)}"
    )


def conclude(console: Console, found: list[Verification]) -> None:
    """Every disagreement, or what was proven. Raises CourseError when there is a disagreement."""
    wrong = [disagreement for notebook in found for disagreement in notebook.disagreements]
    for disagreement in wrong:
        console.print(paragraph(disagreement))
    rows = [row for notebook in found for row in notebook.rows]
    counts = {verdict: sum(row.file.verdict == verdict for row in rows) for verdict in ("wrong", "right")}
    if wrong:
        first = wrong[0]
        raise CourseError(
            f"{counted(len(wrong), 'disagreement')}. The first: {first.file}\nexpected: {first.expected}\nhappened: {first.happened}",
            f"{first.next} Then run `sealgrade verify {found[0].slug}` again.",
        )
    caught = counted(counts["wrong"], "wrong file is caught by the test it names", "wrong files are caught by the tests they name")
    console.print(
        f"The solution earns full marks, the release none; {caught}, {counted(counts['right'], 'right one')} accepted, "
        f"no test is idle (seeds: {found[0].seeds})."
    )


def conclude_mutation(console: Console, found: Mutation) -> None:
    """Counts per function, survivors as diffs, stale marks. Raises CourseError when one of these is left to do."""
    for mutant in found.survivors:
        console.print(survivor(mutant), soft_wrap=True)
    for entry in found.stale:
        console.print(f"[yellow]stale[/]  {escape(entry.function)}: {escape(entry.was)} -> {escape(entry.becomes)}")
    for function, count in found.caught.items():
        marked = sum(mutant.function == function for mutant in found.equivalent)
        left = sum(mutant.function == function for mutant in found.survivors)
        mutants = counted(count + marked + left, "mutant")
        console.print(f"{function}: {mutants}, {count} caught, {marked} marked equivalent, {left} survived")
    if found.survivors:
        raise CourseError(
            f"{counted(len(found.survivors), 'mutant survives', 'mutants survive')}: no hidden test sees the difference.",
            f"Write the missing test, or give the reason why it is right in tests/{found.slug}/bank/{FILE}.",
        )
    if found.stale:
        raise CourseError(
            f"{counted(len(found.stale), f'mark of {FILE} fits', f'marks of {FILE} fit')} no surviving mutant.",
            f"Remove what is stale from tests/{found.slug}/bank/{FILE}.",
        )


def survivor(mutant: Mutant) -> str:
    """A mutant as a coloured diff. Its lines are copied into equivalent.toml, so they are not to be wrapped."""
    colours = {"-": "red", "+": "green", "@": "cyan"}
    lines = [f"[{colours.get(line[0], 'white')}]{escape(line)}[/]" for line in mutant.diff().splitlines() if line]
    return f"[bold]{mutant.function}[/]  {mutant.operator}\n" + "\n".join(lines)
