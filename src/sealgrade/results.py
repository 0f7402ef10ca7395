"""The result document of one notebook of one submission: JSON, versioned, complete enough to score and to explain."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from sealgrade import SCHEMA_VERSION, __version__

Outcome = Literal["passed", "failed"]


class TestResult(BaseModel):
    """One hidden test. `message` and `hint` may be shown to the student; neither holds an expected array."""

    __test__ = False
    name: str
    title: str
    hint: str = ""
    share: float = 1.0
    outcome: Outcome
    kind: str = ""  # "" passed, "property", or the kind of SubmissionError
    message: str = ""
    call: str = ""
    seconds: float = 0.0
    measured: dict[str, float] = Field(default_factory=dict)  # numbers that it recorded with pytest's record_property, if it passed


class ExerciseResult(BaseModel):
    exercise: str
    points: float
    rule: Literal["proportional", "all_or_nothing"]
    score: float
    tests: list[TestResult]


class CellResult(BaseModel):
    """What running one code cell gave. `index`: its position in the graded notebook."""

    index: int
    outputs: list[dict[str, Any]]
    count: int | None = None
    error: str = ""


class NotebookResult(BaseModel):
    schema_version: int = SCHEMA_VERSION
    engine_version: str = __version__
    notebook: str
    key: str = ""  # of what this is a result; see ledger.py
    seed: int
    exercises: list[ExerciseResult]
    cells: list[CellResult] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)
    profile: str = ""
    layers: list[str] = Field(default_factory=list)
    missing_layers: dict[str, str] = Field(default_factory=dict)
    guarantees: dict[str, list[str]] = Field(default_factory=dict)
    trusted_submission: bool = False
    peak_mib: float = 0.0
    seconds: float = 0.0

    @property
    def score(self) -> float:
        return sum(exercise.score for exercise in self.exercises)

    @property
    def points(self) -> float:
        return sum(exercise.points for exercise in self.exercises)


def score_of(points: float, rule: str, tests: list[TestResult]) -> float:
    """Points earned, in [0, points], to six digits: share of the passed tests, or all or nothing."""
    total = sum(test.share for test in tests)
    passed = sum(test.share for test in tests if test.outcome == "passed")
    if not tests or total <= 0:
        return 0.0
    if rule == "all_or_nothing":
        return points if passed == total else 0.0
    return min(points, max(0.0, round(points * passed / total, 6)))
