"""nbgrader's gradebook, quicker and in whole transactions. What is stored is what nbgrader stores.

nbgrader opens the gradebook nine times per submission, each time with a new SQLAlchemy engine that has to compile every
statement again; asks for one cell at a time; and commits after every cell, so that a crash can leave half a notebook's scores.

Not covered: reading. Whoever reads gradebook.db meanwhile sees a notebook's scores all at once or not at all.
"""

import os
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import nbgrader.api
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor, OverwriteCells, SaveAutoGrades

Converted = tuple[NotebookNode, dict[str, Any]]


def keep_statements() -> None:
    """One engine per gradebook and process: closing it closes the connections and keeps what was compiled.

    Tables are looked for once, too, and again when the gradebook has become an empty file.
    """
    if not hasattr(nbgrader.api.create_engine, "cache_info"):
        nbgrader.api.create_engine = lru_cache(maxsize=8)(nbgrader.api.create_engine)
        tables = nbgrader.api.Base.metadata
        tables.create_all = partial(_create_once, tables.create_all, set())


def _create_once(create_all: Callable[..., None], known: set[str], bind: Any) -> None:
    place = bind.url.database or ""
    empty = bind.url.get_backend_name() == "sqlite" and not (os.path.exists(place) and os.path.getsize(place))
    if empty or str(bind.url) not in known:
        create_all(bind=bind)
        known.add(str(bind.url))


class Cells:
    """The given cells of one notebook in the gradebook, read at once; answers what OverwriteCells asks of a gradebook."""

    def __init__(self, gradebook: Gradebook, notebook: str, assignment: str) -> None:
        self.cells = {cell.name: cell for cell in gradebook.find_notebook(notebook, assignment).source_cells}
        self.find_graded_cell = gradebook.find_graded_cell

    def find_source_cell(self, name: str, *_: str) -> Any:
        if name not in self.cells:
            raise MissingEntry(f"No such source cell: {name}")
        return self.cells[name]


class OverwriteAtOnce(OverwriteCells):
    """nbgrader's OverwriteCells with one query for all cells."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Converted:
        if self.add_missing_cells:
            return super().preprocess(nb, resources)
        names = resources["nbgrader"]
        self.notebook_id, self.assignment_id = names["notebook"], names["assignment"]
        with Gradebook(names["db_url"]) as gradebook:
            self.gradebook = Cells(gradebook, self.notebook_id, self.assignment_id)
            return NbGraderPreprocessor.preprocess(self, nb, resources)


class SaveAtOnce(SaveAutoGrades):
    """nbgrader's SaveAutoGrades with one transaction for all scores and comments of a notebook."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Converted:
        names = resources["nbgrader"]
        self.notebook_id, self.assignment_id, self.student_id = names["notebook"], names["assignment"], names["student"]
        with Gradebook(names["db_url"]) as self.gradebook:
            commit = self.gradebook.db.commit
            self.gradebook.db.commit = self.gradebook.db.flush
            nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
            commit()
        return nb, resources
