"""`python -m sealgrade.gradescope.container`: what run_autograder starts in the platform's container, as root.

It closes the hidden tests and the results to everybody else, grades the submission in the sealed engine, whose workers run under
an unprivileged user, and writes results.json last. A fault of the machine's writes none: the platform then shows a failed run and
no score. When time runs out, what is graded is written, and the rest says so.
"""

import argparse
import json
import signal
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sealgrade import late, scoring, single
from sealgrade.course import Course
from sealgrade.errors import SealgradeError
from sealgrade.gradescope import report
from sealgrade.results import NotebookResult
from sealgrade.unpack import Bounds, suffix, unpack_beside

SPARE = 20.0  # seconds before the platform's end at which the results are written


class TimeIsUp(BaseException):
    """Raised in the middle of grading by the alarm; no handler for errors may take it."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="run_autograder")
    parser.add_argument("slug")
    parser.add_argument("--root", type=Path, default=Path("/autograder"))
    parser.add_argument("--profile", default="auto")
    options = parser.parse_args(arguments)
    start, root = time.monotonic(), options.root.resolve()
    close(root)
    course = Course.load(root / "source" / "course")
    scoring.options.update(profile=options.profile, trust=False)
    told = metadata(root)
    if again := too_many(course, told):
        report.write(root / "results" / "results.json", again)
        return 0
    try:
        document = graded(course, options.slug, root, start)
    except SealgradeError as error:
        print(f"No grade: {error.message}\n{error.hint}", file=sys.stderr)
        return 3
    finally:
        scoring.forget_engines()
    charge(course, told, document)
    report.write(root / "results" / "results.json", document)
    return 0


def close(root: Path) -> None:
    """Only root may enter the hidden tests and the results, or read who hands in."""
    for name in ("source", "results"):
        (root / name).mkdir(exist_ok=True)
        (root / name).chmod(0o700)
    if (root / "submission_metadata.json").is_file():
        (root / "submission_metadata.json").chmod(0o600)


def metadata(root: Path) -> dict[str, Any]:
    """submission_metadata.json, or nothing where it is missing or odd: it decides about lateness and limits, not about points."""
    try:
        found = json.loads((root / "submission_metadata.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def graded(course: Course, slug: str, root: Path, start: float) -> dict[str, Any]:
    place = root / "submission"
    notes: list[str] = []
    for archive in sorted(place.rglob("*")):
        if archive.is_file() and suffix(archive.name):
            unpack_beside(archive, notes.append, Bounds())
    found = single.find(course, slug, place)
    results: list[NotebookResult] = []
    whole = True

    def ring(*_: object) -> None:
        raise TimeIsUp

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(1.0, course.gradescope.seconds - SPARE - (time.monotonic() - start)))
    try:
        single.grade(course, slug, found, results.append)
    except TimeIsUp:
        whole = False
        notes.append(f"Time ran out after {course.gradescope.seconds} seconds; what was graded until then counts.")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return report.results(course, slug, results, [*found.notes, *notes], time.monotonic() - start, whole)


def too_many(course: Course, told: dict[str, Any]) -> dict[str, Any] | None:
    """The results of the last valid hand-in, with a word, when a student has used up today's; None otherwise."""
    limit = course.gradescope.per_day
    earlier = [one for one in told.get("previous_submissions") or [] if isinstance(one, dict) and isinstance(one.get("results"), dict)]
    now = moment(told.get("created_at"))
    recent = [one for one in earlier if now and (then := moment(one.get("submission_time"))) and now - then < timedelta(hours=24)]
    counted = [one for one in recent if not (one["results"].get("extra_data") or {}).get("limited")]
    if not limit or len(counted) < limit:
        return None
    last = dict(counted[-1]["results"])
    word = f"This hand-in was not graded: at most {limit} in 24 hours are. The results below are those of your last one."
    return {**last, "output": word, "extra_data": {**(last.get("extra_data") or {}), "limited": True}}


def charge(course: Course, told: dict[str, Any], document: dict[str, Any]) -> None:
    """Take the course's penalty off a late score, and say so. A student's extension goes by the name before the @ of the address."""
    due = moment((told.get("assignment") or {}).get("due_date")) if isinstance(told.get("assignment"), dict) else None
    handed_in = moment(told.get("created_at"))
    if course.late is None or due is None or handed_in is None or handed_in <= due:
        return
    users = told.get("users") if isinstance(told.get("users"), list) else []
    names = [str(user.get("email", "")).split("@")[0] for user in users or [] if isinstance(user, dict)]
    student = next((name for name in names if name in course.late.extensions), "")
    seconds = (handed_in - due).total_seconds()
    penalty = late.penalty(course.late, student, document["score"], seconds)
    if not penalty:
        return
    document["score"] = round(document["score"] - penalty, 6)
    document["output"] += f"\n- Late by {seconds / 3600:.1f} hours: {penalty:g} points are taken off."
    document["extra_data"]["late"] = {"seconds": round(seconds), "penalty": penalty}


def moment(text: object) -> datetime | None:
    """A time with its zone, or None for anything else."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else None


if __name__ == "__main__":
    sys.exit(main())
