"""Commands for a whole class: report, export, feedback, and the outline of its PDFs. `sealgrade.cli` adds them to its own."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from sealgrade.words import counted

commands = typer.Typer()
OneSlug = Annotated[str, typer.Argument(help="Assignment, e.g. image_gradients.")]


class To(StrEnum):
    csv = "csv"
    canvas = "canvas"
    moodle = "moodle"


@commands.command()
def report(slug: OneSlug) -> None:
    """Write the class report: one HTML page and the same numbers as CSV.

    Example: `sealgrade report image_gradients`
    """
    from sealgrade.classreport import page
    from sealgrade.cli import console, here

    course = here()
    course.pick(slug)
    with console.status("reading the results"):
        path = page.write(course, slug)
    console.print(f"wrote {_shown(path, course.root)}, class.csv and tests.csv beside it")


@commands.command()
def export(
    slug: OneSlug,
    to: Annotated[To, typer.Option(help="csv: per student and question; canvas, moodle: for import there.")] = To.csv,
    partial: Annotated[bool, typer.Option("--partial", help="Sum up what is graded so far; else a total waits for every grade.")] = False,
) -> None:
    """Write the grades of nbgrader's gradebook as CSV; manual grades and late penalties count, missing grades stay empty.

    Example: `sealgrade export image_gradients --to canvas`
    """
    from sealgrade import exports
    from sealgrade.cli import console, here

    course = here()
    course.pick(slug)
    path = exports.export(course, slug, to.value, partial)
    console.print(f"wrote {_shown(path, course.root)}")


@commands.command()
def feedback(
    slug: OneSlug,
    student: Annotated[Optional[list[str]], typer.Option(help="Only this student; may be repeated.")] = None,
    html: Annotated[bool, typer.Option(help="Also nbgrader's pages, about a second for each student.")] = True,
) -> None:
    """Write what each student gets: the graded notebook as HTML and a short PDF with points, messages and hints.

    Example: `sealgrade feedback image_gradients`
    """
    from sealgrade import feedback as writer
    from sealgrade.cli import console, here
    from sealgrade.watch import bar

    course = here()
    course.pick(slug)
    writer.with_result(course, slug, student)
    if html:
        with console.status("writing nbgrader's pages"):
            writer.html(course, slug, student)
    with bar(console) as progress:
        task = progress.add_task(f"feedback for {slug}", total=None)
        paths = writer.pdf(course, slug, student, lambda name: progress.advance(task))
    console.print(f"wrote feedback/<student>/{slug}/ for {counted(len(paths), 'student')}: {writer.NAME}{' and HTML' * html}")


@commands.command()
def outline(slug: OneSlug, as_json: Annotated[bool, typer.Option("--json", help="The same as JSON, for scripts.")] = False) -> None:
    """Print on which pages of every student's PDF each question stands: what to mark in Gradescope's outline, once.

    Example: `sealgrade outline image_gradients`
    """
    import json

    from rich import box
    from rich.table import Table

    from sealgrade import outline as pages
    from sealgrade.cli import console, here

    course = here()
    sections = pages.outline(course, slug)
    if as_json:
        rows = [{key: value for key, value in vars(section).items() if key != "cells"} for section in sections]
        typer.echo(json.dumps(rows, indent=1))
        return
    table = Table(box=box.SIMPLE_HEAD, title=f"{slug}: what does not fit stands on marked pages after page {sections[-1].last}")
    for name in ("pages", "question", "points", "notebook"):
        table.add_column(name, justify="right" if name in ("pages", "points") else "left")
    for section in sections:
        span = f"{section.page}" if section.pages == 1 else f"{section.page}-{section.last}"
        table.add_row(span, section.title, f"{section.points:g}" if section.points else "", section.notebook)
    console.print(table)


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
