"""A worked solution on its engine: graded as it is, or with other sources in some of its cells."""

from dataclasses import dataclass, replace

from nbformat import NotebookNode

from sealgrade import scoring
from sealgrade.course import Course, Notebook
from sealgrade.demo import solved, with_functions
from sealgrade.engine.client import Engine
from sealgrade.results import NotebookResult


@dataclass
class Bench:
    """One notebook of an assignment, solved, and the engine that has its hidden tests."""

    course: Course
    slug: str
    notebook: Notebook
    engine: Engine
    right: NotebookNode

    @classmethod
    def of(cls, course: Course, slug: str, notebook: Notebook) -> "Bench":
        return cls(course, slug, notebook, scoring.engine_for(course, slug, notebook), solved(course, slug, notebook))

    def grade(self, sources: dict[str, str], seed: int = 0, only: str = "") -> NotebookResult:
        """Grade the solution with `sources` in place of the cells they name; `only` that exercise, if one is given."""
        return self.grade_notebook(with_functions(self.right, sources), seed, only)

    def grade_notebook(self, nb: NotebookNode, seed: int = 0, only: str = "") -> NotebookResult:
        task = scoring.task_for(nb, self.notebook, [])
        exercises = [exercise for exercise in task.exercises if only in ("", exercise["id"])]
        return self.engine.grade(replace(task, identity=task.identity + b"\n%d" % seed, exercises=exercises))
