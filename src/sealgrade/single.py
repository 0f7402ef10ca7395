"""One submission graded by itself, without a gradebook: for `sealgrade run`, and inside Gradescope's container."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sealgrade import scoring
from sealgrade.course import Course
from sealgrade.errors import CourseError
from sealgrade.nbgrader_steps import put_back
from sealgrade.results import NotebookResult


@dataclass
class Found:
    """Where the notebooks of a submission lie, and what is to be said of the others."""

    notebooks: dict[str, Path] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def find(course: Course, slug: str, place: Path) -> Found:
    """The notebooks of an assignment in a folder, wherever they lie in it, or in a single file.

    A file by the right name goes first, the one nearest to the top; else one whose name only differs in a mark that a browser
    or a system adds ("(1)", "copy", case), with a note.
    """
    names = [notebook.name for notebook in course.pick(slug).notebook]
    files = [place] if place.is_file() else sorted((p for p in place.rglob("*.ipynb") if _usual(p, place)), key=lambda p: (len(p.parts), p))
    found = Found()
    for name in names:
        right = [path for path in files if path.stem == name]
        near = [path for path in files if _bare(path.stem) == _bare(name)]
        if right or near:
            found.notebooks[name] = (right or near)[0]
        if not right and near:
            found.notes.append(f"{near[0].name} was graded as {name}.ipynb; hand it in under this name.")
        elif not near:
            found.notes.append(f"{name}.ipynb was not handed in.")
    used = set(found.notebooks.values())
    found.notes += [f"{path.name} is no notebook of this assignment." for path in files if path not in used][:5]
    return found


def assignment_of(course: Course, place: Path) -> str:
    """The one assignment that has a notebook of this name, or one that lies in this folder. Raises CourseError."""
    slugs = [assignment.slug for assignment in course.assignment if find(course, assignment.slug, place).notebooks]
    if len(slugs) != 1:
        what = f"{len(slugs)} assignments have" if slugs else "No assignment has"
        raise CourseError(f"{what} a notebook like {place.name}.", "Name the assignment with --slug.")
    return slugs[0]


def _usual(path: Path, place: Path) -> bool:
    inside = path.relative_to(place).parts
    return path.is_file() and not path.is_symlink() and not any(part.startswith((".", "__MACOSX")) for part in inside)


def _bare(stem: str) -> str:
    """A name without what copies add to it."""
    words = stem.replace("(", " ").replace(")", " ").replace("_", " ").replace("-", " ").lower().split()
    return "".join(word for word in words if word not in ("copy", "of", "final") and not word.isdigit())


def grade(course: Course, slug: str, found: Found, done: Callable[[NotebookResult], None] = lambda result: None) -> list[NotebookResult]:
    """Grade what was found in the sealed engine, a notebook after another. `done` is called with each result.

    Raises MachineError where the fault is not the student's.
    """
    results = []
    for notebook in course.pick(slug).notebook:
        if notebook.name in found.notebooks:
            path = found.notebooks[notebook.name]
            nb = put_back(course, slug, notebook.name, path)
            task = scoring.task_for(nb, notebook, scoring.files_beside(path.parent))
            result = scoring.engine_for(course, slug).grade(task)
            results.append(scoring.complete(result, nb, ""))
            done(results[-1])
    return results
