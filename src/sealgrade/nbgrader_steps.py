"""How plain nbgrader commands, its API and the formgrader travel through sealed grading.

`configure(c)` in nbgrader_config.py replaces four steps and leaves the rest to nbgrader. An assignment that course.toml
does not name keeps nbgrader's stock behaviour, unsealed, and a warning says so.
"""

import json
import os
import re
import sys
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4.rwbase import split_lines, strip_transient
from nbgrader.preprocessors import CheckCellMetadata, ClearOutput, ClearSolutions, Execute, NbGraderPreprocessor, OverwriteKernelspec

from sealgrade import build, gradebook, kit, outline, restore
from sealgrade.collect import AnyLms, SafeExtractor
from sealgrade.course import Assignment, Course
from sealgrade.errors import DamagedNotebook
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


@lru_cache(maxsize=32)
def _restored(path: Path, stamp: tuple[int, int], course_file: Path, slug: str, master: int) -> NotebookNode:
    course = Course.find(course_file.parent)
    assert course is not None
    original = skeleton(course, slug, path.stem)
    try:
        return restore.restore(restore.read(path), original)[0]
    except DamagedNotebook as error:
        return restore.blank(original, f"{error.message}. {error.hint}")


def restored(course: Course, slug: str, path: Path) -> NotebookNode:
    """What is graded of the file a student handed in: given cells put back, or a blank notebook where it cannot be read.

    Kept for the next step that asks; who changes it takes a copy.
    """
    found = path.stat()
    master = course.master(slug, path.stem).stat().st_mtime_ns
    return _restored(path, (found.st_mtime_ns, found.st_size), course.root / "course.toml", slug, master)


class TolerantExporter(NotebookExporter):
    """Reads what students hand in: a damaged notebook becomes a blank one with a note, so that the others are graded.

    Of our assignments each notebook is made for one conversion, so none is copied on the way, and each is validated once, when
    it is written.
    """

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        found = located(resources or {})
        if not found:
            return super().from_filename(filename, resources=resources, **kw)
        course, assignment = found
        path = Path(filename).resolve()
        if path.is_relative_to(course.root / "autograded"):
            return self.convert(nbformat.reader.reads(path.read_text(encoding="utf-8")), resources)
        nb = nbformat.from_dict(restored(course, assignment.slug, path))
        for note in nb.metadata[restore.NOTES]["notes"]:
            self.log.warning("%s: %s", filename, note)
        return self.convert(nb, resources)

    def convert(self, nb: NotebookNode, resources: Any) -> tuple[str, Any]:
        """The notebook after all preprocessors, as text. Raises ValidationError when they made something else of it."""
        resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        for preprocessor in self._preprocessors:
            nb, resources = preprocessor(nb, resources)
        nbformat.validate(nb, relax_add_props=True)
        return written(nb), resources


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
            self.log.warning("%s is not in course.toml: it runs unsealed, the stock way.", resources["nbgrader"]["assignment"])
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


def configure(c: Any) -> None:
    """To be called from nbgrader_config.py with its config object. Builds what is out of date first."""
    _find_alembic()
    gradebook.keep_statements()
    if course := Course.find(Path.cwd()):
        build.sync(course)
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
        stock + "LimitOutput", gradebook.SaveAtOnce, stock + "AssignLatePenalties", CheckOthers,
    ]  # fmt: skip
    c.AssignLatePenalties.plugin_class = CourseLatePolicy
    c.ZipCollectApp.extractor_plugin = SafeExtractor
    c.ZipCollectApp.collector_plugin = AnyLms
