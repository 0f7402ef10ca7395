"""Plugins of `nbgrader zip_collect` for what Canvas, Moodle and Gradescope let a teacher download.

`downloaded/<slug>/archive/` holds the system's zip as it came; `nbgrader zip_collect <slug>` fills `submitted/`. Who is
who stands in roster.csv (`sealgrade.roster`); without it a student's id is made of what the system says.
A Gradescope group's work is collected for each of its members. Not covered: when Canvas and Moodle files were handed in
(their zips do not say it; the roster's column `submitted` does).
"""

import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import List, Unicode

from sealgrade import lms, roster, unpack
from sealgrade.course import Course

NOT_THEIRS = ("timestamp.txt", "feedback", "checks")  # nbgrader would believe a timestamp that a student hands in


class SafeExtractor(ExtractorPlugin):
    """nbgrader's extractor with bounds: see `sealgrade.unpack`."""

    bounds = unpack.Bounds()

    def extract(self, archive_path: str, extracted_path: str) -> None:
        source, target = Path(archive_path), Path(extracted_path)
        files = sorted(path for path in source.rglob("*") if path.is_file() and not path.is_symlink())
        if not files:
            self.log.warning("There is nothing in %s. Put the download of your system there.", source)
        for path in files:
            place = target / path.parent.relative_to(source)
            place.mkdir(parents=True, exist_ok=True)
            kind = unpack.suffix(path.name)
            if kind:
                folder = place / path.name[: -len(kind)]
                folder.mkdir(exist_ok=True)
                unpack.unpack(path, folder, lambda words: self.log.warning("%s", words), self.bounds)
            else:
                shutil.copyfile(path, place / path.name)
        for name, entry in lms.gradescope_metadata(target).items():
            for member in range(2, len(lms.submitters(entry)) + 1):
                if (target / name).is_dir():
                    shutil.copytree(target / name, target / f"{name}+{member}", dirs_exist_ok=True)


@dataclass(frozen=True)
class Choice:
    """What becomes of one extracted file."""

    student: str
    name: str
    submitted: str


class AnyLms(FileNameCollectorPlugin):
    """Recognises the three systems by the names of files and folders; what is handed in twice is taken once."""

    valid_ext = List([".ipynb", ".py", ".json", ".csv", ".npy", ".npz", ".png", ".jpg", ".jpeg", ".gif"]).tag(config=True)
    named_regexp = Unicode("", help="Not used here: the names of the systems are known.").tag(config=True)
    _choices: dict[Path, Choice] | None = None

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Called by zip_collect for each extracted file; the first call looks at all of them."""
        path = Path(submitted_file)
        if self._choices is None:
            self._choices = self._plan(self._root(path))
        choice = self._choices.get(path)
        if choice is None:
            return None
        found = {"student_id": choice.student, "file_id": choice.name}
        return found | ({"timestamp": choice.submitted} if choice.submitted else {})

    def _root(self, path: Path) -> Path:
        app: Any = self.parent
        if app is not None and hasattr(app, "_format_collect_path"):
            return Path(app._format_collect_path(app.extracted_directory))
        return path.parent

    def _plan(self, root: Path) -> dict[Path, Choice]:
        course, slug = Course.find(root), getattr(getattr(self.parent, "coursedir", None), "assignment_id", "")
        expected = [notebook.name for notebook in course.pick(slug).notebook] if course and course.has(slug) else []
        people = roster.load(course.root) if course else roster.Roster([])
        metadata = lms.gradescope_metadata(root)
        taken: dict[tuple[str, str], tuple[tuple[Any, ...], Path, Choice]] = {}
        for path in sorted(root.rglob("*")):
            relative = PurePosixPath(path.relative_to(root).as_posix())
            if path.suffix.lower() not in self.valid_ext or not path.is_file() or _is_rubbish(relative):
                continue
            if (sender := lms.sender(relative, metadata)) is None:
                self.log.warning("%s: no name that Canvas, Moodle or Gradescope give; left out", relative)
                continue
            choice = self._choose(sender, expected, people)
            key, rank = (choice.student, choice.name), _rank(sender, choice, path)
            if key in taken:
                self.log.warning("%s handed in %s more than once; the one that fits best is taken", *key)
            if key not in taken or rank > taken[key][0]:
                taken[key] = (rank, path, choice)
        return {path: choice for _, path, choice in taken.values()}

    def _choose(self, sender: lms.Sender, expected: list[str], people: roster.Roster) -> Choice:
        person = people.find(sender.lms_id, sender.email, sender.name)
        if person is None and people.people:
            self.log.warning("%s (%s) is not in %s", sender.name or sender.email, sender.lms_id, roster.FILE)
        student = student_id(person.student_id if person else _made_up(sender))
        submitted = (person.submitted if person else "") or sender.submitted
        if sender.late and not submitted:
            self.log.warning("%s is late, but Canvas' zip does not say by how much: see the roster's column `submitted`", student)
        is_notebook = sender.inner.endswith(".ipynb")
        name = lms.notebook_name(sender.inner, expected) if is_notebook else sender.inner
        return Choice(student, name, submitted)


def _is_rubbish(path: PurePosixPath) -> bool:
    """What systems and editors add: resource forks, checkpoints, hidden files; and what is not a student's to hand in."""
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
    return hidden or path.name in NOT_THEIRS or path.stem.endswith("-checkpoint") or path.name == lms.METADATA


def _rank(sender: lms.Sender, choice: Choice, path: Path) -> tuple[Any, ...]:
    """Of two files for one place: the later hand-in, then the highest number of a copy, then the one least deep in folders."""
    again = lms.AGAIN.search(PurePosixPath(sender.inner).stem)
    number = int("".join(filter(str.isdigit, again[0])) or 0) if again else 0
    return (choice.submitted, number, -len(path.parts), str(path))


def _made_up(sender: lms.Sender) -> str:
    """An id without a roster: Gradescope's SID or address, or name and number (two students may share a name)."""
    if sender.system == "Gradescope":
        return sender.lms_id if not sender.lms_id.startswith("submission_") else sender.email or sender.lms_id
    return f"{sender.name}_{sender.lms_id}" if sender.name else sender.lms_id


def student_id(text: str) -> str:
    """An id that is safe as the name of a folder: letters of any script, digits, and . _ - @ between them."""
    safe = "".join(letter if letter.isalnum() or letter in "._-@" else "-" for letter in text.strip())
    return safe.strip(".-")[:80] or "unknown"
