"""The pytest plugin of the service: fixtures, marks, and a run loop that forks one judge per submission."""

from collections.abc import Callable
from typing import Any

import pytest

from sealgrade.engine.judge import RUNNING, exercise_of, mark_of, title_of
from sealgrade.engine.proxy import Student

MARKS = (
    "hint(text): one sentence with the likeliest cause, shown when the test fails",
    "points(share): share of the exercise's points, relative to its other tests; 1 when absent",
    "limit(seconds): wall time allowed for each call to the student's function",
)


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Student:
    """The submission: `student.name(...)` calls its function `name` in the worker."""
    return request.config.stash[RUNNING].student_for(request.node)


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Drawn from the submission: hidden data differ between submissions and never between two gradings of one."""
    return request.config.stash[RUNNING].seed_for(request.node)


class ServicePlugin:
    """`loop` is called with the collected items in place of pytest's own run loop."""

    def __init__(self, loop: Callable[[list[pytest.Item]], None]) -> None:
        self.loop = loop

    def pytest_configure(self, config: pytest.Config) -> None:
        for mark in MARKS:
            config.addinivalue_line("markers", mark)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.loop(session.items if not session.testsfailed else [])
        return True


def unheeded(items: list[pytest.Item]) -> list[str]:
    """Tests with marks that would keep them from giving a result."""
    return [f"{item.nodeid} ({mark.name})" for item in items for mark in item.iter_markers() if mark.name in ("skip", "skipif", "xfail")]


def catalogue(items: list[pytest.Item]) -> list[dict[str, Any]]:
    """What the coordinator may know of the hidden tests: names, titles, hints, shares and limits."""
    return [
        {
            "exercise": exercise_of(item), "name": item.name, "title": title_of(item),
            "hint": mark_of(item, "hint", ""), "share": mark_of(item, "points", 1.0), "limit": mark_of(item, "limit", None),
        }
        for item in items
    ]  # fmt: skip
