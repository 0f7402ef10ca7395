"""nbgrader's gradebook, quicker and in whole transactions. What is stored is what nbgrader stores.

nbgrader opens the gradebook nine times per submission, each time with a new SQLAlchemy engine that has to compile every
statement again, and looks for tables and course anew; asks for one cell at a time; and commits after every cell, so that a
crash can leave half a notebook's scores.

Not covered: reading. Whoever reads gradebook.db meanwhile sees a notebook's scores all at once or not at all.
"""

import os
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any
from weakref import WeakKeyDictionary

import nbgrader.api
from nbformat import NotebookNode
from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    TaskCell,
)
from nbgrader.preprocessors import AssignLatePenalties, NbGraderPreprocessor, OverwriteCells, SaveAutoGrades

from sealgrade import late

Converted = tuple[NotebookNode, dict[str, Any]]


def keep_statements() -> None:
    """One engine per gradebook and process, with what it has compiled and its connection; none of it holds a lock.

    A gradebook closed and opened again goes on with both while its file is the same. Tables and course are looked for once,
    too, and again when the gradebook has become an empty file.
    """
    if not isinstance(nbgrader.api.create_engine, Engines):
        nbgrader.api.create_engine = Engines(nbgrader.api.create_engine)
        nbgrader.api.sessionmaker = lru_cache(maxsize=8)(nbgrader.api.sessionmaker)
        Gradebook.close = lambda gradebook: gradebook.db.remove()
        known, tables = Known(), nbgrader.api.Base.metadata
        tables.create_all = partial(known.create_all, tables.create_all)
        nbgrader.api.inspect = partial(known.inspect, nbgrader.api.inspect)
        Gradebook.check_course = known.check_course(Gradebook.check_course)


class Engines:
    """In place of `create_engine`: the engine of last time, if the gradebook's file is still the one it is connected to."""

    def __init__(self, stock: Callable[..., Any]) -> None:
        self.make, self.files = lru_cache(maxsize=8)(stock), WeakKeyDictionary[Any, tuple[int, int] | None]()

    def __call__(self, url: str, **options: Any) -> Any:
        engine = self.make(url, **options)
        file = self.file_of(engine)
        if self.files.setdefault(engine, file) != file:
            engine.dispose()
            self.files[engine] = file
        return engine

    @staticmethod
    def file_of(engine: Any) -> tuple[int, int] | None:
        try:
            found = os.stat(engine.url.database or "")
        except OSError:
            return None
        return found.st_dev, found.st_ino


class Known:
    """Gradebooks whose tables, and courses whose rows, this process has seen."""

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self.courses: set[tuple[str, str]] = set()

    def __contains__(self, engine: Any) -> bool:
        place = engine.url.database or ""
        empty = engine.url.get_backend_name() == "sqlite" and not (os.path.exists(place) and os.path.getsize(place))
        return not empty and str(engine.url) in self.tables

    def create_all(self, stock: Callable[..., None], bind: Any) -> None:
        if bind not in self:
            stock(bind=bind)
            self.tables.add(str(bind.url))
            self.courses = {course for course in self.courses if course[0] != str(bind.url)}

    def inspect(self, stock: Callable[[Any], Any], engine: Any) -> Any:
        """What the constructor asks for the names of the tables, to see whether there are any."""
        return self if engine in self else stock(engine)

    def get_table_names(self) -> list[str]:
        return list(nbgrader.api.Base.metadata.tables)

    def check_course(self, stock: Callable[..., Any]) -> Callable[..., Any]:
        """The method for Gradebook. Only its constructor, which does not use the answer, does without the look."""

        def check(gradebook: Gradebook, course_id: str = "default_course", **more: Any) -> Any:
            place = str(gradebook.engine.url), course_id
            if place in self.courses and not hasattr(gradebook, "course_id"):
                return None
            course = stock(gradebook, course_id, **more)
            if course is not None or not course_id:  # None: it was not there, and is not committed yet; "": there is none to make
                self.courses.add(place)
            return course

        return check


class Cells:
    """The given cells of one notebook in the gradebook, read at once; answers what OverwriteCells asks of a gradebook."""

    def __init__(self, gradebook: Gradebook, notebook: str, assignment: str) -> None:
        found = gradebook.find_notebook(notebook, assignment)
        self.cells = {cell.name: cell for cell in found.source_cells}
        kinds = TaskCell, GradeCell  # asked for by kind: a list of all kinds comes without what only some have
        self.graded = {cell.name: cell for kind in kinds for cell in gradebook.db.query(kind).filter(kind.notebook_id == found.id)}

    def find_source_cell(self, name: str, *_: str) -> Any:
        return _named(self.cells, name, "source cell")

    def find_graded_cell(self, name: str, *_: str) -> Any:
        return _named(self.graded, name, "grade cell")


class Entries:
    """Grades and comments of one submitted notebook, read at once; answers what SaveAutoGrades asks of a gradebook."""

    def __init__(self, gradebook: Gradebook, notebook: str, assignment: str, student: str) -> None:
        submitted = gradebook.find_submission_notebook(notebook, assignment, student).id
        self.grades, self.comments = (self.read(gradebook, kind, submitted) for kind in (Grade, Comment))
        self.db = self  # whose commit is called after every cell

    def commit(self) -> None:
        """Not yet: all of a notebook at once, by SaveAtOnce."""

    @staticmethod
    def read(gradebook: Gradebook, kind: Any, submitted: str) -> dict[str, Any]:
        """Name of a cell -> its grade or comment."""
        query = gradebook.db.query(BaseCell.name, kind).join(BaseCell, BaseCell.id == kind.cell_id)
        return dict(query.filter(kind.notebook_id == submitted))

    def find_grade(self, name: str, *_: str) -> Any:
        return _named(self.grades, name, "grade")

    def find_comment(self, name: str, *_: str) -> Any:
        return _named(self.comments, name, "comment")


def _named(table: dict[str, Any], name: str, what: str) -> Any:
    if name not in table:
        raise MissingEntry(f"No such {what}: {name}")
    return table[name]


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
        with Gradebook(names["db_url"]) as gradebook:
            self.gradebook = Entries(gradebook, self.notebook_id, self.assignment_id, self.student_id)
            nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
            gradebook.db.commit()
        return nb, resources


class LateAtOnce(AssignLatePenalties):
    """nbgrader's AssignLatePenalties with one query for those who were in time."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> Converted:
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            wanted = SubmittedAssignment.student_id == names["student"], Notebook.name == names["notebook"]
            ((submission, notebook),) = late.handed_in(gradebook, names["assignment"], *wanted)
            if submission.total_seconds_late > 0:
                return super().preprocess(nb, resources)
            if notebook.late_submission_penalty is not None:
                notebook.late_submission_penalty = None
                gradebook.db.commit()
        return nb, resources
