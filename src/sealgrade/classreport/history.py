"""What changed since the last run: the scores of the last two runs that differ are kept in reports/<slug>/class.json."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ValidationError

FILE = "class.json"
Scores = dict[str, float | None]  # student -> points; None: handed in, without a result


class Snapshot(BaseModel):
    at: datetime
    scores: Scores


class History(BaseModel):
    current: Snapshot
    previous: Snapshot | None = None


@dataclass(frozen=True)
class Change:
    student: str
    before: float | None
    after: float | None
    what: str  # "up", "down", "new", "gone", "graded now", "grade lost"


def record(folder: Path, scores: Scores, now: datetime) -> History:
    """Keep today's scores. Writing the report again over the same results forgets nothing."""
    path = folder / FILE
    history = _read(path)
    if history is None:
        history = History(current=Snapshot(at=now, scores=scores))
    elif history.current.scores != scores:
        history = History(current=Snapshot(at=now, scores=scores), previous=history.current)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    temporary.write_text(history.model_dump_json(indent=1))
    temporary.replace(path)
    return history


def _read(path: Path) -> History | None:
    try:
        return History.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def changes(history: History) -> list[Change]:
    """One line per student whose score is another one, the largest difference first."""
    if history.previous is None:
        return []
    before, after = history.previous.scores, history.current.scores
    found = []
    for student in sorted(before.keys() | after.keys()):
        old, new = before.get(student), after.get(student)
        if student not in before:
            found.append(Change(student, None, new, "new"))
        elif student not in after:
            found.append(Change(student, old, None, "gone"))
        elif old != new:
            found.append(Change(student, old, new, _word(old, new)))
    return sorted(found, key=lambda change: -abs((change.after or 0) - (change.before or 0)))


def _word(old: float | None, new: float | None) -> str:
    if old is None or new is None:
        return "graded now" if old is None else "grade lost"
    return "up" if new > old else "down"
