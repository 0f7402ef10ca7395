"""What a run has finished: one result document per notebook, and per submission a note that its scores are in the gradebook.

    reports/<slug>/<student>/<notebook>.json   the result document, with the key of what it is a result of
    reports/<slug>/<student>/recorded          written last: the keys whose scores nbgrader's gradebook holds
    reports/<slug>/<student>/missing           why there is no grade, through no fault of the student's

A key is drawn from everything that a score can depend on: the files handed in, the master, the hidden tests, the packages
that tests and students import, the engine, and the limits. So a run that was interrupted goes on where it stopped, and what
has changed is graded again. Files are written beside their place, flushed to the disk, then moved there: never half a document.

Not covered: other versions of torch or NumPy, and other machines; `sealgrade grade --force` grades everything again.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sealgrade import SCHEMA_VERSION
from sealgrade.course import Course
from sealgrade.results import NotebookResult

ENGINE = Path(__file__).parent


def write(path: Path, text: str) -> None:
    """Write a file as a whole or not at all, whatever happens meanwhile. Raises OSError when the disk is full."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    try:
        with temporary.open("w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _digest_files(digest: Any, paths: list[Path], root: Path) -> None:
    for path in paths:
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")


def reason_missing(course: Course, slug: str, student: str) -> str:
    """Why there is no grade, as the last run noted it; '' when it noted nothing."""
    try:
        return (course.reports(slug) / student / "missing").read_text().strip()
    except OSError:
        return ""


class Ledger:
    """The ledger of one assignment. `options`: what else a result depends on, such as whether demo cells are run."""

    def __init__(self, course: Course, slug: str, options: dict[str, Any] | None = None) -> None:
        self.course, self.slug = course, slug
        self.base = self._base(options or {})

    def _base(self, options: dict[str, Any]) -> bytes:
        course, assignment = self.course, self.course.pick(self.slug)
        digest = hashlib.sha256(json.dumps([SCHEMA_VERSION, options], sort_keys=True).encode())
        for part in (assignment, course.limits, course.course):
            digest.update(part.model_dump_json().encode())
        files = [course.master(self.slug, notebook.name) for notebook in assignment.notebook]
        files += [path for notebook in assignment.notebook for path in course.hidden_tests(self.slug, notebook)]
        files += course.package_files()
        _digest_files(digest, files, course.root)
        _digest_files(digest, sorted(ENGINE.rglob("*.py")), ENGINE)
        return digest.digest()

    def key(self, name: str, folder: Path) -> str:
        """The key of one notebook of the submission in `folder`: files beside it count as well."""
        digest = hashlib.sha256(self.base + name.encode())
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and (path.suffix != ".ipynb" or path.stem == name):
                digest.update(str(path.relative_to(folder)).encode() + b"\0")
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()

    # -- result documents

    def keep(self, student: str, result: NotebookResult) -> None:
        write(self.course.result(self.slug, student, result.notebook), result.model_dump_json(indent=1))

    def find(self, student: str, name: str, key: str = "") -> NotebookResult | None:
        """The result that is there; with `key` only if it is a result of just that. A damaged document is none."""
        try:
            result = NotebookResult.model_validate_json(self.course.result(self.slug, student, name).read_bytes())
        except (OSError, ValidationError):
            return None
        return result if not key or result.key == key else None

    # -- what the gradebook holds

    def _note(self, student: str, name: str) -> Path:
        return self.course.reports(self.slug) / student / name

    def record(self, student: str, stamp: str) -> None:
        """The scores of what `stamp` says are in the gradebook."""
        write(self._note(student, "recorded"), stamp + "\n")
        self._note(student, "missing").unlink(missing_ok=True)

    def miss(self, student: str, reason: str) -> None:
        """There is no grade, for this reason."""
        self._note(student, "recorded").unlink(missing_ok=True)
        write(self._note(student, "missing"), reason + "\n")

    def recorded(self, student: str) -> str:
        try:
            return self._note(student, "recorded").read_text().strip()
        except OSError:
            return ""

    def missing(self, student: str) -> str:
        return reason_missing(self.course, self.slug, student)
