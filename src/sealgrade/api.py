"""nbgrader's own programming interface, loaded with the course's nbgrader_config.py as the nbgrader command does."""

import logging
import warnings
from typing import Any

from nbgrader.api import MissingEntry
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
    config = Config({"CourseDirectory": {"root": str(course.root)}, "NbGraderAPI": {"log_level": logging.CRITICAL}})
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


def checked(answer: dict[str, Any], what: str) -> None:
    """Raise CourseError with nbgrader's last words when one of its steps failed."""
    if not answer["success"]:
        words = (answer.get("error") or answer.get("log") or "").strip().splitlines()
        last = next((line for line in reversed(words) if line.strip()), "no reason given")
        raise CourseError(f"nbgrader could not {what}: {last}", "Run the same step with `nbgrader` and --debug to see all of it.")
