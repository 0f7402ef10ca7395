"""The pages of the PDF that students hand in: every question on the same pages for everybody, however long an answer is.

course.toml says how many pages a question has; what does not fit goes to marked pages at the end. The same numbers travel
in the release as handin.json, which the students' hand-in follows, so that Gradescope's template fits every PDF.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from sealgrade.course import Answer, Assignment, Course, Exercise, Notebook
from sealgrade.restore import grade_id

SCHEMA_VERSION = 1
MANIFEST = "handin.json"
FIGURE, INLINE = "figure", "pdf-inline"
OPENING, WRITTEN = "opening", "written answers"


@dataclass
class Section:
    """Some pages of the PDF. `page`: the first of its `pages`, counted from 1. `cells`: what of the release stands there."""

    notebook: str
    id: str
    title: str
    points: float
    page: int
    pages: int
    cells: list[NotebookNode] = field(default_factory=list)

    @property
    def last(self) -> int:
        return self.page + self.pages - 1


def outline(course: Course, slug: str) -> list[Section]:
    """Every section of the assignment's PDF, in order. A question tagged pdf-inline has no pages of its own."""
    from sealgrade.nbgrader_steps import skeleton

    assignment = course.pick(slug)
    sections, page = [], 1
    if assignment.written_pages:
        sections.append(Section("", WRITTEN, "Written answers", 0.0, page, assignment.written_pages))
        page += assignment.written_pages
    for notebook in assignment.notebook:
        for section in _sections(notebook, skeleton(course, slug, notebook.name)):
            section.page = page
            sections.append(section)
            page += section.pages
    return sections


def _sections(notebook: Notebook, nb: NotebookNode) -> Iterator[Section]:
    """A notebook's cells, cut before the text that leads to each question."""
    questions: dict[str, Exercise | Answer] = {name: exercise for exercise in notebook.exercise for name in exercise.functions}
    questions.update({answer.id: answer for answer in notebook.answer})
    current = Section(notebook.name, OPENING, notebook.title or notebook.name, 0.0, 0, notebook.opening_pages)
    last, free = None, 0  # the question at hand, and the first cell that is not its own
    starts: list[tuple[int, Section]] = [(0, current)]
    for number, cell in enumerate(nb.cells):
        question = questions.get(grade_id(cell))
        if question is not None and question is not last:
            last = question
            if INLINE not in cell.metadata.get("tags", []):
                section = Section(notebook.name, question.id, question.id, question.points, 0, question.pages)
                starts.append((_heading(nb.cells, free, number), section))
            else:
                starts[-1][1].points += question.points
        if grade_id(cell) and (question is not None or cell.metadata.nbgrader.get("grade")):
            free = number + 1
    for (start, section), (end, _) in zip(starts, [*starts[1:], (len(nb.cells), current)], strict=True):
        section.cells = nb.cells[start:end]
        yield section


def _heading(cells: list[NotebookNode], free: int, question: int) -> int:
    """Where the text before a question begins: at the last heading, else at the last run of text cells."""
    start = question
    for number in range(question - 1, free - 1, -1):
        if cells[number].cell_type != "markdown":
            break
        start = number
        if cells[number].source.lstrip().startswith("#"):
            break
    return start


def manifest(course: Course, slug: str) -> dict[str, Any]:
    """handin.json: what a hand-in must hold and on which pages it stands. Nothing in it is secret."""
    from sealgrade.nbgrader_steps import skeleton

    assignment = course.pick(slug)
    sections = outline(course, slug)
    return {
        "schema_version": SCHEMA_VERSION, "course": course.course.name, "slug": slug, "title": assignment.title or slug,
        "max_mib": assignment.max_mib, "written_pages": assignment.written_pages,
        "notebooks": [
            {
                "name": notebook.name, "title": notebook.title or notebook.name,
                "functions": notebook.functions, "answers": [answer.id for answer in notebook.answer],
                "cells": [_cell(cell) for cell in skeleton(course, slug, notebook.name).cells],
                "sections": [_section(section) for section in sections if section.notebook == notebook.name],
            }
            for notebook in assignment.notebook
        ],
    }  # fmt: skip


def _section(section: Section) -> dict[str, Any]:
    where = {"id": section.id, "title": section.title, "points": section.points, "page": section.page, "pages": section.pages}
    return {**where, "cells": [cell.id for cell in section.cells]}


def _cell(cell: NotebookNode) -> dict[str, Any]:
    """How the hand-in knows a cell again, and whether it may change it."""
    meta = cell.metadata.get("nbgrader", {})
    known = {"id": cell.id, "grade_id": grade_id(cell), "sha256": digest(cell.source)}
    return {**known, "locked": bool(meta.get("locked")), "figure": FIGURE in cell.metadata.get("tags", [])}


def digest(source: str) -> str:
    return hashlib.sha256(source.strip().encode()).hexdigest()


def write_manifest(course: Course, assignment: Assignment) -> Path:
    path = course.release(assignment.slug) / MANIFEST
    path.write_text(json.dumps(manifest(course, assignment.slug), indent=1, ensure_ascii=False) + "\n")
    return path
