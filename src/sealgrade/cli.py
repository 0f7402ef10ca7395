"""The `sealgrade` command. Exit codes: 0 done, 1 a submission, 2 the course, 3 the machine."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from sealgrade import __version__, cli_class, cli_hosts
from sealgrade.course import Course
from sealgrade.errors import CourseError, SealgradeError
from sealgrade.words import counted

if TYPE_CHECKING:
    from sealgrade.grade import Choice, Row  # at run time it would load nbgrader for every --help

T = TypeVar("T")
app = typer.Typer(
    help="Build, release and grade notebooks so that student code never shares a process with the hidden tests.",
    no_args_is_help=True, add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False,
)  # fmt: skip
app.add_typer(cli_class.commands)
app.add_typer(cli_hosts.commands)
console = Console(width=None if sys.stdout.isatty() else 140, highlight=False)
Slug = Annotated[Optional[str], typer.Argument(help="Assignment, e.g. image_gradients; all when left out.")]
OneSlug = Annotated[str, typer.Argument(help="Assignment, e.g. image_gradients.")]
Profile = Annotated[str, typer.Option(help="Confinement: auto, full, user, docker-root, none.")]
Trust = Annotated[
    bool, typer.Option("--trust-submissions", help="Run submissions unconfined where nothing else is possible; recorded with each result.")
]


def here() -> Course:
    """The course around the working directory, which becomes its root, as nbgrader expects."""
    course = Course.find(Path.cwd())
    if course is None:
        raise CourseError("There is no course.toml here or above.", "Go to the course's folder.")
    os.chdir(course.root)
    return course


def slugs(course: Course, slug: str | None) -> list[str]:
    return [course.pick(slug).slug] if slug else [assignment.slug for assignment in course.assignment]


def _version(wanted: bool) -> None:
    if wanted:
        console.print(f"sealgrade {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    """Exit codes: 0 done, 1 a submission could not be graded, 2 the course has a mistake, 3 the machine failed."""


@app.command()
def build(
    slug: Slug = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail when a file would change.")] = False,
) -> None:
    """Build source notebooks from the text masters.

    Example: `sealgrade build image_gradients`
    """
    from sealgrade import build as builder

    course = here()
    changed = [path for name in slugs(course, slug) for path in builder.build(course, name, write=not check)]
    for path in changed:
        console.print(f"{'would change' if check else 'wrote'} {path.relative_to(course.root)}")
    if check and changed:
        raise CourseError("source/ is not what the masters build to.", "Run `sealgrade build` and commit.")
    console.print("source/ is what the masters build to." if not changed else "")


@app.command()
def adopt(notebook: Annotated[Path, typer.Argument(help="A notebook below source/ that was edited in Jupyter.")]) -> None:
    """Bring an instructor's edits of a source notebook back into its text master.

    Example: `sealgrade adopt source/image_gradients/NetworkVisualization.ipynb`
    """
    from sealgrade import adopt as adopter

    notebook = notebook.resolve()
    course = here()
    console.print(f"wrote {adopter.adopt(course, notebook).relative_to(course.root)}")


@app.command()
def release(
    slug: Slug = None,
    run: Annotated[bool, typer.Option(help="Also run the released notebooks top to bottom.")] = True,
) -> None:
    """Make the students' release and prove that nothing leaked.

    Example: `sealgrade release image_gradients`
    """
    from sealgrade import release as releaser

    course = here()
    for name in slugs(course, slug):
        with console.status(f"releasing {name}"):
            proofs = releaser.release(course, name, run)
        for proof in proofs:
            console.print(f"[green]ok[/]  {proof.claim}")
        console.print(f"release/{name}/ is ready.")


@app.command()
def grade(
    slug: OneSlug,
    student: Annotated[Optional[list[str]], typer.Option(help="Only this student; may be repeated.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade what is finished and unchanged again, too.")] = False,
    only_failed: Annotated[bool, typer.Option("--only-failed", help="Only submissions whose grade is missing.")] = False,
    jobs: Annotated[Optional[int], typer.Option(min=1, help="Submissions graded side by side; one per core when left out.")] = None,
    rerun: Annotated[bool, typer.Option("--rerun", help="Run demo cells too, instead of keeping the students' figures.")] = False,
    profile: Profile = "auto",
    trust: Trust = False,
) -> None:
    """Grade the submissions in the sealed engine; scores go to nbgrader's gradebook.

    What an earlier run has finished is kept, unless the submission, the tests or the course have changed since. An interrupted
    run goes on where it stopped.

    Examples: `sealgrade grade image_gradients`, `sealgrade grade image_gradients --student ada --force`
    """
    from sealgrade import grade as grader
    from sealgrade import scoring

    course = here()
    scoring.options.update(profile=profile, trust=trust)
    if rerun:
        os.environ["SEALGRADE_RERUN"] = "1"
    choice = grader.Choice(student or None, force, only_failed, jobs)
    waiting = grader.chosen(course, course.pick(slug).slug, choice)
    if not waiting and only_failed and course.submitted(slug):
        console.print("No grade is missing.")
        return
    if not waiting:
        raise CourseError(f"There is no submission of {slug!r} to grade.", f"Put them in submitted/<student>/{slug}/.")
    _show(course, slug, _grade_with_bar(course, slug, choice))


def _show(course: Course, slug: str, rows: "list[Row]", about: dict[str, str] | None = None) -> None:
    """The table and where everything lies; ends with exit code 3 when grades are missing."""
    from sealgrade.watch import summary

    console.print(summary(course, slug, rows, about, console.width))
    say_where(course, slug)
    if failed := [row for row in rows if row.machine]:
        missing = counted(len(failed), "grade is missing", "grades are missing")
        console.print(f"[bold red]{missing} through no fault of the students.[/] Run the command again.")
        raise SystemExit(3)


def say_where(course: Course, slug: str) -> None:
    console.print(
        f"gradebook.db             scores, as nbgrader and the formgrader read them\n"
        f"autograded/*/{slug}/  graded notebooks, with the students' own figures\n"
        f"reports/{slug}/       one result document per notebook, with the layers that were in force\n"
        f"next: sealgrade feedback {slug}, sealgrade report {slug}, or nbgrader formgrader in Jupyter"
    )


@app.command()
def verify(
    slug: OneSlug,
    seeds: Annotated[int, typer.Option(min=1, help="Seeds that each bank file is graded under; 20 for a thorough run.")] = 2,
    json: Annotated[Optional[Path], typer.Option(help="Also write everything that was found to this file.")] = None,
) -> None:
    """Prove the hidden tests on the solution, the release, and the bank of wrong and right solutions.

    Example: `sealgrade verify image_gradients --seeds 20`
    """
    from sealgrade import tables, verify

    course = here()
    found = _counted(f"verifying {slug}", lambda step: verify.verify(course, slug, seeds, step))
    if json:
        json.write_text(verify.as_json(found))
    for table in tables.matrices(found):
        console.print(table)
    tables.conclude(console, found)


@app.command()
def mutate(
    slug: OneSlug,
    function: Annotated[str, typer.Option(help="Only the solution of this function.")] = "",
) -> None:
    """Change the worked solutions in small ways and list the changes that no hidden test sees.

    Example: `sealgrade mutate image_gradients --function compute_saliency_maps`
    """
    from sealgrade import mutate, tables

    course = here()
    found = _counted(f"grading mutants of {function or slug}", lambda step: mutate.mutate(course, slug, function, step))
    tables.conclude_mutation(console, found)


@app.command()
def demo(slug: Annotated[Optional[str], typer.Argument(help="Assignment; the course's first when left out.")] = None) -> None:
    """Build, release, make a small class from perfect to hostile, grade it, write feedback and the class report, show the table.

    Example: `sealgrade demo image_gradients`
    """
    from sealgrade import demo as demos
    from sealgrade import release as releaser
    from sealgrade.grade import Choice

    course = here()
    slug = slugs(course, slug)[0]
    demos.forget(course, slug)
    with console.status(f"releasing {slug}, and proving that nothing leaked"):
        releaser.release(course, slug)
    console.print(f"released {slug}")
    students = _make_class_with_bar(course, slug)
    rows = _grade_with_bar(course, slug, Choice(list(students)))
    with console.status("writing feedback and the class report"):
        demos.feedback(course, slug)
        page = demos.report(course, slug)
    _show(course, slug, rows, students)
    console.print(f"the class report: [bold]{page.relative_to(course.root)}[/]")
    demos.believable(rows)
    console.print("The class is made up: its students are called demo_... `make clean` removes everything that was written.")
    others = [name for name in slugs(course, None) if name != slug]
    if others:
        console.print(f"A class of another assignment: `sealgrade demo {others[0]}`")


def _make_class_with_bar(course: Course, slug: str) -> dict[str, str]:
    from sealgrade import demo as demos

    return _counted("a student solves the notebook in a stock kernel", lambda step: demos.make_class(course, slug, step))


def _counted(what: str, work: Callable[[Callable[[int, int], None]], T]) -> T:
    """What `work` gives, with a bar on the screen for as long as it takes; it calls its step with (done, total)."""
    from sealgrade.watch import bar

    with bar(console) as progress:
        task = progress.add_task(what, total=None)
        return work(lambda done, total: progress.update(task, completed=done, total=total))


def _grade_with_bar(course: Course, slug: str, choice: "Choice") -> "list[Row]":
    from sealgrade import grade as grader
    from sealgrade.watch import Watch

    with Watch(console, slug, len(grader.chosen(course, slug, choice))) as watch:
        return grader.grade(course, slug, choice, watch.done)


@app.command()
def doctor(profile: Profile = "auto", trust: Trust = False) -> None:
    """Show which layers confine student code on this machine, and try the forbidden acts.

    Example: `sealgrade doctor --profile docker-root`
    """
    from sealgrade import scoring
    from sealgrade.engine.client import Engine, Setup

    course = here()
    scoring.options.update(profile=profile, trust=trust)
    packages = [course.root / package for package in course.course.packages]
    tests = sorted((course.root / "tests").glob("*/test_*.py"))[:1]
    with (
        console.status("starting an engine"),
        Engine(Setup(course.root, tests, packages, ["numpy"], profile=profile, trust=trust)) as engine,
    ):
        hello = engine.hello
    console.print(f"profile [bold]{hello['policy']['profile']}[/], Python {sys.version.split()[0]}, sealgrade {__version__}")
    for layer in hello["layers"]:
        console.print(f"[green]in force[/]  {layer}")
    for layer, reason in hello["policy"]["missing"].items():
        console.print(f"[yellow]absent[/]    {layer}: {escape(reason)}")
    for guarantee, broken in hello["guarantees"].items():
        console.print(f"[green]holds[/]     {guarantee}" if not broken else f"[red]broken[/]    {guarantee}: {broken}")
    for act in hello["reported"]:
        console.print(f"[yellow]not refused[/] {act}")
    if not hello["guarantees"]:
        console.print("[bold red]Submissions run unconfined.[/]")


def main() -> None:
    """Run the command line; errors of ours become one paragraph, the next command and a truthful exit code."""
    try:
        app()
    except SealgradeError as error:
        if "--debug" in sys.argv:
            raise
        text = error.message + (f"\n\nNext: {error.hint}" if error.hint else "")
        Console(stderr=True).print(Panel(escape(text), title=type(error).__name__, title_align="left", border_style="red"))
        raise SystemExit(error.exit_code) from None
