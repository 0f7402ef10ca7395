"""A worked solution on its engine: graded as it is, or with other sources in some of its cells."""

import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TypeVar

from nbformat import NotebookNode

from sealgrade import scoring
from sealgrade.course import Course, Notebook
from sealgrade.demo import solved, with_functions
from sealgrade.engine.client import Engine, Lane
from sealgrade.errors import CourseError
from sealgrade.pool import lanes_for
from sealgrade.results import NotebookResult

T = TypeVar("T")
R = TypeVar("R")


@dataclass
class Bench:
    """One notebook of an assignment, solved, and the engine that has its hidden tests."""

    course: Course
    slug: str
    notebook: Notebook
    engine: Engine
    right: NotebookNode
    free: "queue.SimpleQueue[Lane]" = field(default_factory=queue.SimpleQueue)

    @classmethod
    def of(cls, course: Course, slug: str, notebook: Notebook, waiting: int = 1) -> "Bench":
        """`waiting`: how many gradings there will be, in all notebooks; many are worth a lane per core."""
        engine = scoring.engine_for(course, slug, lanes_for(None, waiting))
        return cls(course, slug, notebook, engine, solved(course, slug, notebook))

    def __post_init__(self) -> None:
        for lane in self.engine.lanes:
            self.free.put(lane)

    def each(self, work: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
        """`work(item)` for every item in their order, as many side by side as the engine has lanes."""
        with ThreadPoolExecutor(len(self.engine.lanes)) as threads:
            yield from threads.map(work, items)

    def grade(self, sources: dict[str, str], seed: int = 0, exercise: str = "", test: str = "") -> NotebookResult:
        """Grade the solution with `sources` in place of the cells they name; one exercise or one test only, if given."""
        return self.grade_notebook(with_functions(self.right, sources), seed, exercise, test)

    def grade_notebook(self, nb: NotebookNode, seed: int = 0, exercise: str = "", test: str = "") -> NotebookResult:
        task = scoring.task_for(nb, self.notebook, [])
        wanted = [entry | ({"only": [test]} if test else {}) for entry in task.exercises if exercise in ("", entry["id"])]
        lane = self.free.get()
        try:
            return lane.grade(replace(task, identity=task.identity + b"\n%d" % seed, exercises=wanted))
        except CourseError as error:
            raise CourseError(error.message, f"Mend that test in tests/{self.slug}/: no student could pass it.") from None
        finally:
            self.free.put(lane)
