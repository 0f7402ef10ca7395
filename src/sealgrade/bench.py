"""A worked solution on its engine: graded as it is, or with other sources in some of its cells."""

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

from nbformat import NotebookNode

from sealgrade import scoring
from sealgrade.course import Course, Notebook
from sealgrade.demo import solved, with_functions
from sealgrade.errors import CourseError
from sealgrade.pool import Pool, lanes_for
from sealgrade.results import NotebookResult

T = TypeVar("T")
R = TypeVar("R")


@dataclass
class Bench:
    """One notebook of an assignment, solved, and the pool whose engine has its hidden tests."""

    course: Course
    slug: str
    notebook: Notebook
    pool: Pool
    right: NotebookNode

    @classmethod
    def of(cls, course: Course, slug: str, notebook: Notebook, waiting: int = 1) -> "Bench":
        """`waiting`: how many gradings there will be, in all notebooks; many are worth a lane per core."""
        pool = Pool(lambda lanes: scoring.engine_for(course, slug, lanes), lanes_for(None, waiting), scoring.forget_engines)
        return cls(course, slug, notebook, pool, solved(course, slug, notebook))

    def each(self, work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
        """`work(item)` for every item in their order, as many side by side as the engine has lanes."""
        with ThreadPoolExecutor(self.pool.lanes) as threads:
            yield from threads.map(work, items)

    def grade(self, sources: dict[str, str], seed: int = 0, exercises: Collection[str] = (), test: str = "") -> NotebookResult:
        """Grade the solution with `sources` in place of the cells they name; some exercises or one test only, if given."""
        return self.grade_notebook(with_functions(self.right, sources), seed, exercises, test)

    def grade_notebook(self, nb: NotebookNode, seed: int = 0, exercises: Collection[str] = (), test: str = "") -> NotebookResult:
        task = scoring.task_for(nb, self.notebook, [])
        wanted = [entry | ({"only": [test]} if test else {}) for entry in task.exercises if not exercises or entry["id"] in exercises]
        try:
            return self.pool.grade(replace(task, identity=task.identity + b"\n%d" % seed, exercises=wanted))
        except CourseError as error:
            raise CourseError(error.message, f"Mend that test in tests/{self.slug}/: no student could pass it.") from None
