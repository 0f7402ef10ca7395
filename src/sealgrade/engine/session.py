"""One notebook in one worker: runs its cells, survives the cells that do not, and hands out the worker for tests.

A cell that ends its worker (an exit, a bomb, a loop that ignores interrupts) is marked and left out; a fresh worker runs
the others again, which costs milliseconds. So a bad cell costs only what depends on it.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import nbformat

from sealgrade.engine.sandbox import Worker
from sealgrade.errors import SubmissionError, Tampering, TimedOut
from sealgrade.results import CellResult

MAX_LETHAL = 4  # cells that may end their worker before the rest is not run


@dataclass
class Session:
    """`spawn` makes a worker; `cells` are (index in the notebook, source) in the order of the notebook."""

    spawn: Callable[[], Worker]
    cells: list[tuple[int, str]]
    files: list[tuple[str, bytes]]
    notes: list[str] = field(default_factory=list)
    results: dict[int, CellResult] = field(default_factory=dict)
    lethal: set[int] = field(default_factory=set)
    worker: Worker | None = None
    peak_mib: float = 0.0

    def run(self) -> list[CellResult]:
        while not self._attempt():
            if len(self.lethal) > MAX_LETHAL:
                self.notes.append("Too many cells ended the process they ran in; the cells after them were not run.")
                break
        return [self.results[index] for index, _ in self.cells if index in self.results]

    def _attempt(self) -> bool:
        """Run every cell that is not known to be lethal in a fresh worker; False when one more proves to be."""
        self.close()
        self.worker = worker = self.spawn()
        end = time.monotonic() + worker.limits.notebook_s
        if self.files:
            worker.request({"do": "put", "files": self.files}, 20.0)
        for index, source in self.cells:
            if index in self.lethal:
                continue
            if time.monotonic() > end:
                self.notes.append(f"The notebook took more than {worker.limits.notebook_s:g} s; cell {index + 1} and later ones were not run.")
                return True
            try:
                self.results[index] = self._cell(worker, index, source)
            except SubmissionError as error:
                self.lethal.add(index)
                self.results[index] = failed_cell(index, error)
                self.notes.append(f"Cell {index + 1} was left out: {error.message}.")
                return False
        return True

    def _cell(self, worker: Worker, index: int, source: str) -> CellResult:
        try:
            answer = worker.request({"do": "cell", "source": source}, worker.limits.cell_s)
        except TimedOut as error:
            late = getattr(error, "answer", None)
            if late is None:
                raise
            self.notes.append(f"Cell {index + 1} was interrupted: {error.message}.")
            return failed_cell(index, error)
        try:
            outputs = [nbformat.from_dict(output) for output in json.loads(answer["outputs"])]
            for output in outputs:
                nbformat.v4.nbbase.validate(output, output["output_type"])
            return CellResult(index=index, outputs=outputs, count=int(answer["count"]), error=str(answer["error"])[:200])
        except (KeyError, TypeError, ValueError, nbformat.ValidationError) as error:
            raise Tampering(f"outputs that are none: {type(error).__name__}") from None

    def ready(self) -> Worker:
        """The worker with the notebook loaded; made again when a test has ended it."""
        if self.worker is None or not self.worker.alive():
            self.notes.append("The process was ended during a test and was started again.")
            self.lethal_again()
        assert self.worker is not None
        return self.worker

    def lethal_again(self) -> None:
        kept = dict(self.results)
        self.run()
        self.results = kept

    def close(self) -> None:
        if self.worker is not None:
            self.peak_mib = max(self.peak_mib, self.worker.watch.peak_mib)
            self.worker.close()
            self.worker = None


def failed_cell(index: int, error: SubmissionError) -> CellResult:
    """A cell whose run was stopped, as the error output a reader of the notebook will see."""
    name = type(error).__name__
    output: dict[str, Any] = {
        "output_type": "error", "ename": name, "evalue": error.message, "traceback": [f"{name}: {error.message}"],
    }  # fmt: skip
    return CellResult(index=index, outputs=[output], error=name)
