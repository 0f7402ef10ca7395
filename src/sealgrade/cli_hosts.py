"""Commands for grading elsewhere than in the gradebook: one file here, or Gradescope's container. `sealgrade.cli` adds them."""

from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from sealgrade.errors import CourseError, MachineError

commands = typer.Typer()
OneSlug = Annotated[str, typer.Argument(help="Assignment, e.g. image_gradients.")]
AsJson = Annotated[bool, typer.Option("--json", help="The same as JSON, for scripts.")]


@commands.command()
def run(
    submission: Annotated[Path, typer.Argument(help="A notebook, or a folder with a whole hand-in.")],
    slug: Annotated[Optional[str], typer.Option(help="Assignment; found by the notebook's name when left out.")] = None,
    as_json: AsJson = False,
    profile: Annotated[str, typer.Option(help="Confinement: auto, full, user, docker-root, none.")] = "auto",
) -> None:
    """Grade one submission here and print the result; nothing is recorded.

    Example: `sealgrade run submitted/demo_perfect/image_gradients/StyleTransfer.ipynb`
    """
    import json

    from sealgrade import report, scoring, single
    from sealgrade.cli import console, here

    place = submission.resolve()
    if not place.exists():
        raise CourseError(f"There is no {submission}.", "Name a notebook, or a folder with a hand-in.")
    course = here()
    slug = slug or single.assignment_of(course, place)
    found = single.find(course, slug, place)
    scoring.options.update(profile=profile)
    with console.status(f"grading {submission.name}"):
        results = single.grade(course, slug, found)
    if as_json:
        typer.echo(json.dumps([result.model_dump(mode="json", exclude={"cells"}) for result in results], indent=1))
        return
    for result in results:
        console.print(f"\n[bold]{result.notebook}[/]: {report.points(result.score)} of {report.points(result.points)}")
        for exercise in result.exercises:
            console.print(report.exercise_text(exercise), markup=False, highlight=False)
    for note in [*found.notes, *(note for result in results for note in result.notes)]:
        console.print(f"note: {note}", markup=False)


@commands.command()
def gradescope(
    slug: OneSlug,
    output: Annotated[Path, typer.Option(help="The zip to write.")] = Path("autograder.zip"),
    torch_index: Annotated[
        str, typer.Option(help="The address of the index that has CPU builds of torch; PyTorch's own start page names it.")
    ] = "",
    dry_run: Annotated[
        Optional[Path], typer.Option("--dry-run", metavar="SUBMISSION", help="Grade a folder, zip or notebook as there.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="After a dry run: results.json itself.")] = False,
) -> None:
    """Write the zip that Gradescope wants, or play Gradescope here with one submission and show what its student would see.

    Examples: `sealgrade gradescope image_gradients`,
    `sealgrade gradescope image_gradients --dry-run submitted/demo_perfect/image_gradients`
    """
    import json

    from sealgrade.cli import console, here
    from sealgrade.gradescope import bundle, dryrun

    place, target = dry_run.resolve() if dry_run else None, output.resolve()
    course = here()
    with console.status("packing the autograder"):
        data = bundle.bundle(course, slug, torch_index)
    if place is None:
        target.write_bytes(data)
        console.print(f"wrote {target.name}, {len(data) / 1e6:.1f} MB: upload it as the autograder of a programming assignment.")
        if not torch_index:
            console.print("Its lock names plain torch, on Linux a CUDA build of gigabytes; --torch-index names an index of CPU builds.")
        return
    with console.status(f"grading {place.name} as on Gradescope"):
        found = dryrun.run(data, place)
    results = dryrun.require(found)
    if as_json:
        typer.echo(json.dumps(results, indent=1))
        return
    _student_view(results)
    console.print(f"{found.seconds:.1f} s, {found.memory_mb:.0f} MB at most (sum of PSS; {torch_build()})")


def torch_build() -> str:
    from importlib import metadata

    try:
        version = metadata.version("torch")
    except metadata.PackageNotFoundError:
        raise MachineError("torch is not installed.", "Run `make env`.") from None
    return f"torch {version}, {'CPU' if '+cpu' in version else 'CUDA'} build"


def _student_view(results: dict[str, Any]) -> None:
    """What the platform shows: the entries that are visible now, and the notes above them."""
    from rich.markdown import Markdown

    from sealgrade.cli import console

    shown = [test for test in results["tests"] if test["visibility"] == "visible"]
    total, most = sum(test["score"] for test in shown), sum(test["max_score"] for test in shown)
    console.print(
        f"[bold]{total:g} of {most:g} points[/], {len(results['tests']) - len(shown)} of {len(results['tests'])} entries not visible yet"
    )
    if results["output"]:
        console.print(Markdown(results["output"]))
    for test in shown:
        console.print(f"\n[bold]{test['number']}  {test['name']}[/]  {test['score']:g} of {test['max_score']:g}")
        console.print(Markdown(test["output"]))
