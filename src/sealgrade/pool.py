"""Notebooks through one engine with several lanes, each lane in a thread that waits for it. Order is that of finishing.

A lane or an engine that fails under a notebook is no verdict on it: the notebook is tried again, on a fresh engine if need be,
and only what fails again is reported as a machine error. Memory stays flat: no more than two notebooks per lane are taken
from the caller ahead of their turn.
"""

import os
import queue
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Lock
from typing import Any, TypeVar

from sealgrade.engine.client import Engine, Task
from sealgrade.errors import MachineError, SealgradeError
from sealgrade.results import NotebookResult

TRIES = 3
WORTH_A_LANE = 8  # notebooks: for fewer another lane costs more than it saves
Job = TypeVar("Job")


class NoEngine(MachineError):
    """An engine cannot be started: then no notebook can be graded, and the run ends."""


def lanes_for(jobs: int | None, waiting: int) -> int:
    """How many lanes: what was asked for, else one per core, but none for so few notebooks that it would not pay."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return jobs or max(1, min(cores, -(-waiting // WORTH_A_LANE)))


class Pool:
    """`start` makes an engine with so many lanes, at the first notebook and again after one has failed."""

    def __init__(self, start: Callable[[int], Engine], lanes: int, forget: Callable[[], None]) -> None:
        self.start, self.lanes, self.forget = start, lanes, forget
        self.engine: Engine | None = None
        self.lock = Lock()
        self.free: queue.SimpleQueue[int] = queue.SimpleQueue()
        for number in range(lanes):
            self.free.put(number)

    def run(self, work: Iterable[tuple[Job, Task]]) -> Iterator[tuple[Job, NotebookResult | SealgradeError]]:
        """Every job with its result, or with the MachineError that kept it from one. Raises CourseError and NoEngine."""
        with ThreadPoolExecutor(self.lanes) as threads:
            running: dict[Future[Any], Job] = {}
            try:
                for job, task in work:
                    running[threads.submit(self.grade, task)] = job
                    if len(running) >= 2 * self.lanes:
                        yield from self._finished(running)
                while running:
                    yield from self._finished(running)
            finally:
                for future in running:
                    future.cancel()

    @staticmethod
    def _finished(running: dict[Future[Any], Job]) -> Iterator[tuple[Job, NotebookResult | SealgradeError]]:
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            job = running.pop(future)
            try:
                yield job, future.result()
            except NoEngine:
                raise
            except MachineError as error:
                yield job, error

    def grade(self, task: Task) -> NotebookResult:
        number = self.free.get()
        try:
            return self._try(number, task, TRIES)
        finally:
            self.free.put(number)

    def _try(self, number: int, task: Task, tries: int) -> NotebookResult:
        engine = self.running()
        try:
            return engine.lanes[number].grade(task)
        except MachineError:
            if tries <= 1:
                raise
            if tries < TRIES or not engine.alive():
                self.give_up(engine)
            return self._try(number, task, tries - 1)

    def running(self) -> Engine:
        with self.lock:
            if self.engine is None:
                try:
                    self.engine = self.start(self.lanes)
                except MachineError as error:
                    raise NoEngine(error.message, error.hint) from error
            return self.engine

    def give_up(self, engine: Engine) -> None:
        """Let go of an engine that failed; the next notebook gets a new one."""
        with self.lock:
            if self.engine is engine:
                self.forget()
                self.engine = None
