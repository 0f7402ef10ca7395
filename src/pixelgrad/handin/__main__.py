"""`python -m pixelgrad.handin`, `pixelgrad handin` and collect_submission.sh.

Exit codes: 0 written and nothing wrong; 1 something is wrong and nothing was written; 2 misused; 3 written with --force
although something is wrong.
"""

import argparse
import getpass
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from .. import manifest

if TYPE_CHECKING:
    from .checks import Problem

EXAMPLES = """\
examples:
  sh collect_submission.sh --name "Ada Lovelace"             check, then write the zip and the PDF
  sh collect_submission.sh --check                           only check
  sh collect_submission.sh --answers theory.pdf --name Ada   with written answers, a PDF or Markdown
  sh collect_submission.sh --name Ada --force                hand in although something is wrong; the zip says so
"""
ABOUT = "check a homework, then write one zip and one PDF"
STYLE = {"description": ABOUT, "epilog": EXAMPLES, "formatter_class": argparse.RawDescriptionHelpFormatter}
OK, WRONG, MISUSED, FORCED = 0, 1, 2, 3


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), help="the folder you were given (default: this one)")
    parser.add_argument("--name", default="", help="your name, for the PDF (default: your login name)")
    parser.add_argument("--answers", type=Path, metavar="FILE", help="your written answers, a PDF or Markdown")
    parser.add_argument("--output", type=Path, metavar="DIR", help="where to write (default: the folder)")
    parser.add_argument("--check", action="store_true", help="only check, write nothing")
    parser.add_argument("--force", action="store_true", help="write although something is wrong")
    parser.set_defaults(run=hand_in)


def hand_in(options: argparse.Namespace) -> int:
    """Check, then write. Returns the exit code."""
    from . import bundle, checks, paper

    folder = options.folder.resolve()
    asked = manifest.read(folder)
    author = options.name.strip() or _login()
    found = checks.look(folder, asked)
    problems = found.problems + _too_large(folder, asked, bundle.files(folder, asked))
    print(f"{asked.title}: {', '.join(notebook.name for notebook in asked.notebooks)}")
    if options.check or (problems and not options.force):
        _tell(problems)
        if problems and not options.check:
            print("\nNothing was written. Mend this, or add --force to hand in all the same.")
        return WRONG if problems else OK
    print("Setting the PDF ...", flush=True)
    built = paper.parts(folder, asked, found.notebooks, options.answers)
    pdf = paper.pages.compose(built, author, asked.title)
    late = paper.verify(pdf, built, found.notebooks)
    problems += late
    if late and not options.force:
        _tell(problems)
        print("\nNothing was written. Add --force to hand in all the same.")
        return WRONG
    target = (options.output or folder).resolve()
    target.mkdir(parents=True, exist_ok=True)
    written = {f"{asked.slug}.zip": bundle.pack(folder, asked, author, problems, pdf), f"{asked.slug}.pdf": pdf}
    for name, data in written.items():
        _write(target / name, data)
    _tell(problems)
    for note in sorted({note for part in built for section in part.sections for note in section.content.notes}):
        print(f"  note: {note}")
    for name, data in written.items():
        print(f"{target / name}  {len(data) / 1e6:.1f} MB")
    count = sum(len(section.placed) for part in built for section in part.sections)
    print(f"The PDF has {count} pages; look at it before you upload both." if not options.name else "Look at the PDF, then upload both.")
    return FORCED if problems else OK


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _too_large(folder: Path, asked: manifest.Manifest, files: list[Path]) -> "list[Problem]":
    from .checks import Problem

    total = sum(path.stat().st_size for path in files)
    if total <= asked.max_mib << 20:
        return []
    largest = max(files, key=lambda path: path.stat().st_size)
    what = f"the hand-in has {total / 2**20:.0f} MiB, at most {asked.max_mib} are accepted"
    return [Problem(str(largest.relative_to(folder)), what, "Clear large outputs, or take files away that are not needed.")]


def _tell(problems: "list[Problem]") -> None:
    if not problems:
        print("Everything is there: run in order, figures drawn, questions answered.")
    for number, problem in enumerate(problems, 1):
        print(f"\n{number:3}. {problem.place}: {problem.what}\n     {problem.do}")


def _write(path: Path, data: bytes) -> None:
    """All of it or nothing: a full disk leaves no half a file."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser("pixelgrad handin", **STYLE)
    add(parser)
    options = parser.parse_args(arguments)
    try:
        return options.run(options)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return MISUSED
    except KeyboardInterrupt:
        print("\nStopped; nothing was written.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
