"""nbgrader's own programming interface, loaded with the course's nbgrader_config.py as the nbgrader command does."""

import logging
import re
import warnings
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.api import NbGraderAPI
from sqlalchemy.exc import SAWarning
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from sealgrade.course import Course
from sealgrade.errors import CourseError


def nbgrader_api(course: Course) -> NbGraderAPI:
    """An NbGraderAPI for the course. The working directory must be the course's folder, as for nbgrader."""
    file = course.root / "nbgrader_config.py"
    if not file.is_file():
        raise CourseError(f"There is no nbgrader_config.py in {course.root}.", "Copy the one this project ships.")
    loaded = PyFileConfigLoader(file.name, path=str(course.root)).load_config()
    config = Config({"CourseDirectory": {"root": str(course.root)}, "NbGraderAPI": {"log_level": logging.ERROR}})
    config.merge(loaded)
    warnings.filterwarnings("ignore", category=SAWarning)  # nbgrader 0.9 with SQLAlchemy 2.1: harmless, and not ours
    return NbGraderAPI(config=config)


def require_assignment(api: NbGraderAPI, slug: str) -> None:
    """Raises CourseError when the gradebook does not know the assignment yet."""
    with api.gradebook as gradebook:
        try:
            gradebook.find_assignment(slug)
        except MissingEntry:
            raise CourseError(f"The gradebook does not know {slug!r} yet.", f"Run `sealgrade release {slug}` first.") from None


def require_same_release(gradebook: Gradebook, slug: str, name: str, skeleton: NotebookNode) -> None:
    """Raises CourseError when the given cells in the gradebook are not those that the master gives today."""
    try:
        known = {cell.name: cell.source for cell in gradebook.find_notebook(name, slug).source_cells if cell.locked}
    except MissingEntry:
        raise CourseError(f"The gradebook does not know {slug}/{name} yet.", f"Run `sealgrade release {slug}` first.") from None
    ours = {c.id: c.source for c in skeleton.cells if c.metadata.get("nbgrader", {}).get("locked")}
    if known != ours:
        changed = sorted(name for name in {**known, **ours} if known.get(name) != ours.get(name))
        raise CourseError(
            f"{name} has changed since it was released (cell {changed[0]!r}).", f"Run `sealgrade release {slug}`, then grade again."
        )


def checked(answer: dict[str, Any], what: str) -> None:
    """Raise CourseError with nbgrader's last words when one of its steps failed."""
    if not answer["success"]:
        raise CourseError(f"nbgrader could not {what}: {last_words(answer)}", _next(last_words(answer)))


def last_words(answer: dict[str, str]) -> str:
    """The last exception in what nbgrader logged, but for the one it raises itself at the end."""
    words = [line.strip() for line in (answer.get("log") or answer.get("error") or "").splitlines() if line.strip()]
    raised = [line for line in words if re.match(r"[\w.]*(Error|Exception|Exit|Interrupt)\b", line) and "NbGraderException" not in line]
    return (raised or words or ["no reason given"])[-1]


def _next(words: str) -> str:
    if "Cannot add or remove cells" in words:
        return "Name the new cell with an id that was there before, or remove the submissions (`nbgrader db assignment remove`)."
    return "Run the same step with `nbgrader` and --debug to see all of it."
