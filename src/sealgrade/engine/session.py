"""One notebook in one worker: runs its cells, survives the cells that do not, and hands out the worker for tests.

A cell that ends its worker (an exit, a bomb, a loop that ignores interrupts) is marked and left out; a fresh worker runs
the others again, which costs milliseconds. So a bad cell costs only what depends on it. The same worker comes back after
a test that ended it.

Not covered: a cell that does another thing each time it runs (clock, os.urandom) may answer differently after that.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import nbformat

from sealgrade.engine.sandbox import Worker
from sealgrade.errors import SubmissionError, Tampering, TimedOut, WorkerDied
from sealgrade.results import CellResult

MAX_LETHAL = 4  # cells that may end their worker before the rest is not run
PUT_LIMIT = 20.0  # seconds to write one file
MAX_RESTARTS = 20  # tests that may end it: each costs a run of all cells


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
    restarts: int = 0

    def run(self) -> list[CellResult]:
        while not self._attempt():
            if len(self.lethal) > MAX_LETHAL:
                self.note("Too many cells ended the process they ran in; the cells after them were not run.")
                break
        return [self.results[index] for index, _ in self.cells if index in self.results]

    def _attempt(self) -> bool:
        """Run every cell that is not known to be lethal in a fresh worker; False when one more proves to be."""
        self.close()
        self.worker = worker = self.spawn()
        end = time.monotonic() + worker.limits.notebook_s
        if not self._put(worker):
            return True
        for index, source in self.cells:
            if index in self.lethal:
                continue
            if time.monotonic() > end:
                self.note(f"The notebook took more than {worker.limits.notebook_s:g} s; cell {index + 1} and later ones were not run.")
                return True
            try:
                self.results[index] = self._cell(worker, index, source)
            except SubmissionError as error:
                self.lethal.add(index)
                self.results[index] = failed_cell(index, error)
                self.note(f"Cell {index + 1} was left out: {error.message}.")
                return False
        return True

    def note(self, text: str) -> None:
        """Once, however often the cells are run."""
        if text not in self.notes:
            self.notes.append(text)

    def _put(self, worker: Worker) -> bool:
        """Write the files handed in beside the notebook into the scratch folder; False when that ended the worker."""
        for name, data in self.files:
            try:
                if not is_inside(name):
                    raise Tampering("its name leads out of the folder")
                worker.request({"do": "put", "name": name, "data": data}, PUT_LIMIT)
            except SubmissionError as error:
                self.note(f"The file {name[:100]!r} could not be put beside the notebook: {error.message}.")
        return worker.alive()

    def _cell(self, worker: Worker, index: int, source: str) -> CellResult:
        try:
            answer = worker.request({"do": "cell", "source": source}, worker.limits.cell_s)
        except TimedOut as error:
            if getattr(error, "late", None) is None:
                raise
            self.note(f"Cell {index + 1} was interrupted: {error.message}.")
            return failed_cell(index, error)
        try:
            return read_cell(index, answer)
        except Exception as error:  # noqa: BLE001 - whatever hostile outputs do to a parser or a validator
            raise Tampering(f"outputs came that are none ({type(error).__name__})") from None

    def ready(self) -> Worker:
        """The worker with the notebook loaded; made again when a test has ended it."""
        if self.worker is None or not self.worker.alive():
            self.restarts += 1
            if self.restarts > MAX_RESTARTS:
                raise WorkerDied(f"the notebook's process was ended {MAX_RESTARTS} times; tests after that are not tried")
            self.note("The notebook's process was ended by a test and was started again.")
            kept = dict(self.results)
            self.run()
            self.results = kept
        assert self.worker is not None
        return self.worker

    def close(self) -> None:
        if self.worker is not None:
            self.peak_mib = max(self.peak_mib, self.worker.watch.peak_mib)
            self.worker.close()
            self.worker = None


def is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and "\0" not in name and not path.is_absolute() and ".." not in path.parts


def read_cell(index: int, answer: dict[str, Any]) -> CellResult:
    """What a cell gave, checked: nbformat's outputs, which the coordinator will be able to read as JSON."""
    text = json.dumps(json.loads(answer["outputs"]), ensure_ascii=False).encode("utf-8", "replace")  # lone surrogates go
    outputs = [nbformat.from_dict(output) for output in json.loads(text)]
    for output in outputs:
        nbformat.v4.nbbase.validate(output, output["output_type"])
    result = CellResult(index=index, outputs=outputs, count=int(answer["count"]), error=str(answer["error"])[:200])
    return CellResult.model_validate_json(result.model_dump_json())


def failed_cell(index: int, error: SubmissionError) -> CellResult:
    """A cell whose run was stopped, as the error output a reader of the notebook will see."""
    name = type(error).__name__
    output: dict[str, Any] = {
        "output_type": "error", "ename": name, "evalue": error.message, "traceback": [f"{name}: {error.message}"],
    }  # fmt: skip
    return CellResult(index=index, outputs=[output], error=name)
