"""A worked solution on its engine: graded as it is, or with other sources in some of its cells."""

from dataclasses import dataclass, replace

from nbformat import NotebookNode

from sealgrade import scoring
from sealgrade.course import Course, Notebook
from sealgrade.demo import solved, with_functions
from sealgrade.engine.client import Engine
from sealgrade.errors import CourseError
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
        return cls(course, slug, notebook, scoring.engine_for(course, slug), solved(course, slug, notebook))

    def grade(self, sources: dict[str, str], seed: int = 0, exercise: str = "", test: str = "") -> NotebookResult:
        """Grade the solution with `sources` in place of the cells they name; one exercise or one test only, if given."""
        return self.grade_notebook(with_functions(self.right, sources), seed, exercise, test)

    def grade_notebook(self, nb: NotebookNode, seed: int = 0, exercise: str = "", test: str = "") -> NotebookResult:
        task = scoring.task_for(nb, self.notebook, [])
        wanted = [entry | ({"only": [test]} if test else {}) for entry in task.exercises if exercise in ("", entry["id"])]
        try:
            return self.engine.grade(replace(task, identity=task.identity + b"\n%d" % seed, exercises=wanted))
        except CourseError as error:
            raise CourseError(error.message, f"Mend that test in tests/{self.slug}/: no student could pass it.") from None
