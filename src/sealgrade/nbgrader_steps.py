"""How plain nbgrader commands, its API and the formgrader travel through sealed grading.

`configure(c)` in nbgrader_config.py replaces four steps and leaves the rest to nbgrader. An assignment that course.toml
does not name keeps nbgrader's stock behaviour, unsealed, and a warning says so; one that has masters is refused instead.
"""

import json
import os
import re
import sys
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, ClassVar

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4.rwbase import rejoin_lines, split_lines, strip_transient
from nbgrader.preprocessors import CheckCellMetadata, ClearOutput, ClearSolutions, Execute, NbGraderPreprocessor, OverwriteKernelspec
from traitlets.log import get_logger

from sealgrade import build, gradebook, kit, outline, restore
from sealgrade.collect import AnyLms, SafeExtractor
from sealgrade.course import FILE, Assignment, Course
from sealgrade.errors import CourseError, DamagedNotebook
from sealgrade.late import CourseLatePolicy


def located(resources: dict[str, Any]) -> tuple[Course, Assignment] | None:
    """The course and assignment that nbgrader is converting; None when the course does not name it."""
    course = Course.find(Path.cwd())  # nbgrader converts with the course's root as its folder
    slug = resources.get("nbgrader", {}).get("assignment", "")
    return (course, course.pick(slug)) if course and course.has(slug) else None


class BuildFirst(NbGraderPreprocessor):
    """First step of generate_assignment: go on with what the master builds to, whatever lies in source/."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        if found := located(resources):
            course, assignment = found
            name = resources["nbgrader"]["notebook"]
            nb = build.build_notebook(course.master(assignment.slug, name), assignment.find(name))
        return nb, resources


class NameStubs(ClearSolutions):
    """Solutions become a stub that names its function, so that a traceback names the exercise."""

    named = False  # whether this assignment is ours; others keep nbgrader's own stub

    def _replace_solution_region(self, cell: NotebookNode, language: str) -> bool:
        stock: dict[str, str] = self.code_stub  # type: ignore[has-type]
        before = cell.source.split(self.begin_solution_delimeter)[0]
        names = re.findall(r"^(?:def|class)\s+(\w+)", before, flags=re.MULTILINE)  # of a class, not of its methods
        if self.named and names:
            self.code_stub = {**stock, "python": f'raise NotImplementedError("{names[-1]}")'}
        try:
            return bool(super()._replace_solution_region(cell, language))
        finally:
            self.code_stub = stock

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        self.named = located(resources) is not None
        return super().preprocess(nb, resources)


class AddKit(NbGraderPreprocessor):
    """Last step of generate_assignment: what a student needs beside the notebook."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        if found := located(resources):
            kit.write(*found)
            outline.write_manifest(*found)
        return nb, resources


@lru_cache(maxsize=32)
def _skeleton(master: Path, stamp: int, name: str, course_file: Path) -> NotebookNode:
    course = Course.load(course_file.parent)
    notebook = course.pick(master.parent.name).find(name)
    source = build.build_notebook(master, notebook)
    stubs = NameStubs()
    stubs.named = True
    resources = {"language": "python", "nbgrader": {"assignment": master.parent.name}}
    for number, cell in enumerate(source.cells):
        source.cells[number], _ = stubs.preprocess_cell(cell, resources, number)
    return source


def skeleton(course: Course, slug: str, name: str) -> NotebookNode:
    """The released notebook, made from the master, never from a file that somebody may have edited."""
    master = course.master(slug, name)
    return nbformat.from_dict(_skeleton(master, master.stat().st_mtime_ns, name, course.root / "course.toml"))


_restored: dict[tuple[Any, ...], NotebookNode] = {}  # what a later step will ask for again, the oldest first


def restored(course: Course, slug: str, path: Path, *, last: bool = False) -> NotebookNode:
    """What is graded of the file a student handed in: given cells put back, or a blank notebook where it cannot be read.

    Kept for the next step that asks, which must not change it. `last`: no step will ask again, so it may be changed.
    """
    found, master = path.stat(), course.master(slug, path.stem)
    key = path, found.st_mtime_ns, found.st_size, course.root, slug, master.stat().st_mtime_ns
    nb = _restored.pop(key, None) or put_back(course, slug, path.stem, path)
    if not last:
        _restored[key] = nb
        if len(_restored) > 32:
            del _restored[next(iter(_restored))]
    return nb


def put_back(course: Course, slug: str, name: str, path: Path) -> NotebookNode:
    """As `restored`, for a file by any name, made anew."""
    master = course.master(slug, name)
    original = _skeleton(master, master.stat().st_mtime_ns, name, course.root / "course.toml")
    try:
        return restore.restore(restore.read(path), original)[0]
    except DamagedNotebook as error:
        return restore.blank(original, f"{error.message}. {error.hint}")


class TolerantExporter(NotebookExporter):
    """Reads what students hand in: a damaged notebook becomes a blank one with a note, so that the others are graded.

    Of our assignments each notebook is made for one conversion, so none is copied on the way. nbgrader converts it twice: what
    the first conversion wrote goes on to the second one as it is, and is validated there. Steps are made once per process,
    for they keep nothing from one notebook to the next.
    """

    made: ClassVar[dict[Any, Any]] = {}  # what a step was called -> the step
    making = False
    first: tuple[str, NotebookNode | None] = "", None  # what the first conversion wrote, and the notebook it is

    def register_preprocessor(self, preprocessor: Any, enabled: bool = False) -> None:
        """Remember it only, until the name of the notebook says whether steps from the last one will do."""
        if self.making:
            super().register_preprocessor(preprocessor, enabled)  # type: ignore[no-untyped-call]
        else:
            self._preprocessors.append((preprocessor, enabled))

    def make(self, *registered: tuple[Any, bool]) -> list[Any]:
        """New steps, as nbconvert makes them."""
        self._preprocessors, self.making = [], True
        for preprocessor, enabled in registered:
            self.register_preprocessor(preprocessor, enabled)
        self.making = False
        return self._preprocessors

    def kept(self, registered: list[tuple[Any, bool]]) -> list[Any]:
        """The steps of the last notebook, where nothing was configured anew."""
        for key in registered:
            if key not in self.made or self.made[key].config != self.config:
                (self.made[key],) = self.make(key)
            self.made[key].parent, self.made[key].log = self, self.log
        return [self.made[key] for key in registered]

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        found = located(resources or {})
        if not found:
            self._preprocessors = self.make(*self._preprocessors)
            return super().from_filename(filename, resources=resources, **kw)
        self._preprocessors = self.kept(self._preprocessors)
        course, assignment = found
        path = Path(filename).resolve()
        if path.is_relative_to(course.root / "autograded"):
            return self.second(path.read_text(encoding="utf-8"), resources)
        nb = restored(course, assignment.slug, path, last=True)
        for note in nb.metadata[restore.NOTES]["notes"]:
            self.log.warning("%s: %s", filename, note)
        nb, resources = self.through_steps(nb, resources)
        text = written(nb)
        self.first = text, nb
        return text, resources

    def second(self, text: str, resources: Any) -> tuple[str, Any]:
        """The other conversion, of the text that the first one wrote. Raises ValidationError when the steps made something else of it."""
        before, nb = self.first
        nb = rejoin_lines(nb) if nb is not None and text == before else nbformat.reader.reads(text)
        self.first = "", None
        nb, resources = self.through_steps(nb, resources)
        nbformat.validate(nb, relax_add_props=True)
        return written(nb), resources

    def through_steps(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        for step in self._preprocessors:
            nb, resources = step(nb, resources)
        return nb, resources


def written(nb: NotebookNode) -> str:
    """A notebook as JSON, a cell a line. nbformat's own writer copies it and indents it, in Python: a third of nbgrader's steps."""
    text = partial(json.dumps, ensure_ascii=False, sort_keys=True)
    rest = {key: value for key, value in strip_transient(nb).items() if key != "cells"}
    cells = ",\n".join(text(cell) for cell in split_lines(nb).cells)
    return '{"cells": [\n' + cells + "\n]," + text(rest)[1:] + "\n"


class ClearRerun(ClearOutput):
    """Clears the outputs of the cells that will be run again, and keeps the student's own figures of those that will not."""

    keeps_demos = False  # whether this assignment is ours, and demos are not run

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        self.keeps_demos = located(resources) is not None and not os.environ.get("SEALGRADE_RERUN")
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell: NotebookNode, resources: dict[str, Any], index: int) -> tuple[NotebookNode, dict[str, Any]]:
        if self.keeps_demos and build.DEMO in cell.metadata.get("tags", []):
            return cell, resources
        return super().preprocess_cell(cell, resources, index)


class SealedExecute(Execute):
    """Grades in the sealed engine and writes each score the way nbgrader reads it."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any], *args: Any, **kw: Any) -> tuple[NotebookNode, dict[str, Any]]:
        found = located(resources)
        if not found:
            slug = resources["nbgrader"]["assignment"]
            if Path("solutions", slug).is_dir():
                raise CourseError(f"{FILE} does not name {slug!r}, which has a master.", "Name it there: it must not run unsealed.")
            self.log.warning("%s is not in course.toml: it runs unsealed, the stock way.", slug)
            return super().preprocess(nb, resources, *args, **kw)
        from sealgrade import scoring

        names = resources["nbgrader"]
        scoring.grade_into(*found, names["notebook"], names["student"], nb)
        return nb, resources


class CheckOthers(CheckCellMetadata):
    """Checks the metadata of assignments that are not ours; ours were put back, from a master that was checked."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        return (nb, resources) if located(resources) else super().preprocess(nb, resources)


class KernelOfOthers(OverwriteKernelspec):
    """Puts back the kernel of assignments that are not ours; ours have it from the master, as all metadata."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        return (nb, resources) if located(resources) else super().preprocess(nb, resources)


def _find_alembic() -> None:
    """nbgrader calls alembic by its bare name for a new gradebook; this environment's may not be on the PATH."""
    here = str(Path(sys.executable).parent)
    if here not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = here + os.pathsep + os.environ.get("PATH", os.defpath)


@cache
def _tell(message: str) -> None:
    """Say it once: nbgrader reads its configuration several times."""
    get_logger().error(message)


def _build_stale() -> None:
    """Build what is out of date. What is wrong with the course is told; the steps that need that part of it refuse by themselves.

    It is not raised: nbgrader would drop the whole configuration with a line in its log and run submissions the stock way.
    """
    try:
        if course := Course.find(Path.cwd()):
            build.sync(course)
    except CourseError as error:
        _tell(f"{error.message} {error.hint}")
    except Exception as error:  # noqa: BLE001 - whatever it is, submissions must not run unsealed for it
        _tell(f"source/ could not be built ({type(error).__name__}: {error}). Run `sealgrade build`.")


def configure(c: Any) -> None:
    """To be called from nbgrader_config.py with its config object. Builds what is out of date, too."""
    _find_alembic()
    gradebook.keep_statements()
    stock = "nbgrader.preprocessors."
    c.GenerateAssignment.preprocessors = [
        BuildFirst,
        *(stock + name for name in ("IncludeHeaderFooter", "InstantiateTests", "LockCells")),
        NameStubs,
        *(stock + name for name in ("ClearOutput", "CheckCellMetadata", "ComputeChecksums", "SaveCells")),
        *(stock + name for name in ("ClearHiddenTests", "ClearMarkScheme", "ComputeChecksums", "CheckCellMetadata")),
        AddKit,
    ]
    c.Autograde.exporter_class = TolerantExporter
    c.Autograde.sanitize_preprocessors = [
        ClearRerun, stock + "DeduplicateIds", KernelOfOthers, gradebook.OverwriteAtOnce, CheckOthers,
    ]  # fmt: skip
    c.Autograde.autograde_preprocessors = [
        SealedExecute, stock + "IgnorePattern", "nbconvert.preprocessors.ClearMetadataPreprocessor",
        stock + "LimitOutput", gradebook.SaveAtOnce, gradebook.LateAtOnce, CheckOthers,
    ]  # fmt: skip
    c.AssignLatePenalties.plugin_class = CourseLatePolicy
    c.ZipCollectApp.extractor_plugin = SafeExtractor
    c.ZipCollectApp.collector_plugin = AnyLms
    _build_stale()
