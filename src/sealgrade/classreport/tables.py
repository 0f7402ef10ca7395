"""The report's numbers as CSV: class.csv has a line per student, tests.csv a line per hidden test."""

from collections.abc import Iterator

from sealgrade import marks
from sealgrade.classreport.gather import Report
from sealgrade.course import Assignment


def class_rows(report: Report) -> Iterator[list[object]]:
    ids = [row.id for row in report.exercises]
    ends = ["by_hand", "late_penalty", "total", "hours_late", "seconds", "peak_mib", "most_alike", "similarity", "notes"]
    yield ["student", "status", "automatic", *ids, *ends]
    nearest = report.nearest
    for one in report.submissions:
        known, pair = report.marks.get(one.student), nearest.get(one.student)
        scores = [found.score if (found := one.exercises.get(name)) and one.status == "graded" else None for name in ids]
        gradebook = by_hand(report.assignment, known)
        other = (pair.other if pair.one == one.student else pair.one) if pair else None
        notes = " / ".join(note for document in one.documents for note in document.notes)
        peak = one.peak_mib or None
        seconds = round(one.seconds, 3) if one.documents else None
        yield [one.student, one.status, one.score, *scores, *gradebook, seconds, peak, other, pair.similarity if pair else None, notes]


def by_hand(assignment: Assignment, known: marks.Marks | None) -> tuple[float | None, float | None, float | None, float | None]:
    """(points of written answers, late penalty, total, hours late) as the gradebook has them; None where it has none."""
    if known is None or not known.submitted:
        return None, None, None, None
    written = [known.scores.get(answer.id) for notebook in assignment.notebook for answer in notebook.answer]
    given = [score for score in written if score is not None]
    return sum(given) if written and len(given) == len(written) else None, known.penalty, known.total(), known.seconds_late / 3600


def test_rows(report: Report) -> Iterator[list[object]]:
    yield ["notebook", "exercise", "test", "title", "hint", "share", "asked", "passed", "rate", "discrimination", "failures"]
    for item in report.items:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(item.kinds.items(), key=lambda entry: -entry[1]))
        place = [item.notebook, item.exercise, item.name, item.title, item.hint]
        yield [*place, item.share, item.asked, item.passed, item.rate, item.discrimination, kinds]
