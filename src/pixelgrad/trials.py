"""A table of trials that outlives the kernel: one line of JSON for each, written as soon as it is known; and one measure.

Limits: one process writes at a time; a line that was cut off, by a full disk or a lost kernel, is left out when it is read.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np


def strangers(Z: Any, labels: Any) -> float:
    """The share of rows of Z (N, K) whose nearest other row has another label (N,)."""
    from sklearn.neighbors import NearestNeighbors

    y = np.asarray(labels)
    near = NearestNeighbors(n_neighbors=1).fit(Z).kneighbors()[1][:, 0]  # without an argument a row is not its own neighbour
    return float((y[near] != y).mean())


class Table:
    """The trials in a file, in the order in which they were added.

    `config in table` asks whether a trial is there, `table.add(config, score)` writes one, and iteration gives pairs
    (config, score). config: a dictionary of names and plain values; score: a number.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._rows: list[tuple[dict[str, Any], float]] = []
        for line in self.path.read_text("utf-8").splitlines() if self.path.exists() else ():
            try:
                row = json.loads(line)
                self._rows.append((row["config"], float(row["score"])))
            except (ValueError, KeyError, TypeError):
                continue  # cut off: the trial is made again

    def add(self, config: Mapping[str, Any], score: float) -> None:
        """Write a trial. Raises TypeError for a value that JSON does not know."""
        row = {"config": dict(config), "score": float(score)}
        text = json.dumps(row, sort_keys=True) + "\n"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file:
            file.seek(0, 2)
            if file.tell() and not self._whole(file):
                file.write(b"\n")  # after a line that was cut off
            file.write(text.encode())
        self._rows.append((row["config"], row["score"]))

    @staticmethod
    def _whole(file: Any) -> bool:
        file.seek(-1, 2)
        return file.read(1) == b"\n"

    def __contains__(self, config: object) -> bool:
        return any(known == config for known, _ in self._rows)

    def __iter__(self) -> Iterator[tuple[dict[str, Any], float]]:
        return iter([(dict(config), score) for config, score in self._rows])

    def __len__(self) -> int:
        return len(self._rows)
