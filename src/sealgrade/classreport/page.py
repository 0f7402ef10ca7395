"""The class report: one self-contained HTML page and the same numbers as CSV, in reports/<slug>/."""

import math
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from sealgrade import sheets
from sealgrade.classreport import history, numbers, plots, tables
from sealgrade.classreport.gather import Report, gather
from sealgrade.course import Course
from sealgrade.words import counted

PAGE_ROWS = 50  # of a long table at a time; the rest is folded
CODE_PAIRS, CODE_LINES = 6, 80  # shown side by side


def write(course: Course, slug: str, now: datetime | None = None) -> Path:
    """Write class.html, class.csv and tests.csv; returns the page's path."""
    report, folder = gather(course, slug, now), course.reports(slug)
    sheets.write(folder / "class.csv", tables.class_rows(report))
    sheets.write(folder / "tests.csv", tables.test_rows(report))
    temporary = folder / "class.part"
    temporary.write_text(html(report), encoding="utf-8")
    return temporary.replace(folder / "class.html")


def html(report: Report) -> str:
    """The page. Whatever comes from a submission goes through autoescape and `sheets.clean`."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"text": sheets.clean, "number": number, "fixed": fixed, "percent": percent, "counted": counted}
    template = environment.from_string(files("sealgrade.classreport").joinpath("class.html.j2").read_text("utf-8"))
    return template.render(**_view(report))


def number(value: float | None, digits: int = 3) -> str:
    return "–" if value is None or not math.isfinite(value) else f"{value:.{digits}g}".replace("-", "−")


def fixed(value: float) -> str:
    return f"{value:.2f}".replace("-", "−") if math.isfinite(value) else "–"


def percent(value: float | None) -> str:
    return "–" if value is None or not math.isfinite(value) else f"{100 * value:.0f} %"


def _view(report: Report) -> dict[str, Any]:
    graded, full = report.graded, numbers.points(report.assignment)
    scores = [float(one.score or 0.0) for one in graded]
    known = [one for one in report.items if math.isfinite(one.discrimination)]
    notes = [
        (one.student, list(dict.fromkeys(note for document in one.documents for note in document.notes))) for one in report.submissions
    ]
    return {
        "report": report, "full": full, "written": [a for notebook in report.assignment.notebook for a in notebook.answer],
        "spread": numbers.spread(scores, full),
        "lost": [one for one in report.submissions if one.status == "no result"],
        "absent": [one for one in report.submissions if one.absent],
        "tests": {row.id: [item for item in report.items if item.exercise == row.id] for row in report.exercises},
        "tampering": numbers.tampering(report.submissions), "slowest": numbers.slowest(graded),
        "notes": [(student, listed) for student, listed in notes if listed],
        "pages": [report.submissions[at : at + PAGE_ROWS] for at in range(0, len(report.submissions), PAGE_ROWS)],
        "by_hand": {one.student: tables.by_hand(report.assignment, report.marks.get(one.student)) for one in report.submissions},
        "changes": history.changes(report.history),
        "pairs": [(pair, _lines(report.code[pair.one]), _lines(report.code[pair.other])) for pair in report.likeness.pairs[:CODE_PAIRS]],
        "profiles": Counter(document.profile or "unknown" for one in graded for document in one.documents),
        "engines": sorted({document.engine_version for one in graded for document in one.documents if document.engine_version}),
        "trusted": [one.student for one in graded if any(document.trusted_submission for document in one.documents)],
        "plot_scores": Markup(plots.scores(scores, full)) if scores else "",
        "plot_items": Markup(plots.items(*_columns(known))) if known else "",
        "plot_alike": Markup(plots.likeness(report.likeness.counts, [p.similarity for p in report.likeness.pairs]))
        if report.likeness.total else "",
    }  # fmt: skip


def _columns(items: Sequence[numbers.Item]) -> tuple[list[float], list[float], list[str]]:
    return [item.rate for item in items], [item.discrimination for item in items], [item.exercise for item in items]


def _lines(code: str) -> str:
    lines = [sheets.clean(line.expandtabs(4), 200) for line in code.splitlines()]
    return "\n".join([*lines[:CODE_LINES], *(["…"] if len(lines) > CODE_LINES else [])])
