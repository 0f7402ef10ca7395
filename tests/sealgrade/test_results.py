"""Points of an exercise, and the result document."""

import pytest

from sealgrade.results import NotebookResult, TestResult, score_of


def results(*passed, shares=None):
    shares = shares or [1.0] * len(passed)
    return [
        TestResult(name=f"t{n}", title="", outcome="passed" if ok else "failed", share=share)
        for n, (ok, share) in enumerate(zip(passed, shares, strict=True))
    ]


@pytest.mark.parametrize(
    ("passed", "shares", "rule", "score"),
    [
        ([True, True, True], None, "proportional", 10.0),
        ([True, True, False], None, "proportional", 6.666667),
        ([False, False], None, "proportional", 0.0),
        ([True, False], [3, 1], "proportional", 7.5),
        ([True, True], None, "all_or_nothing", 10.0),
        ([True, False], [9, 1], "all_or_nothing", 0.0),
        ([], None, "proportional", 0.0),
        ([], None, "all_or_nothing", 0.0),
        ([True], [0], "proportional", 0.0),
        ([True] * 3, [0.1, 0.2, 0.3], "all_or_nothing", 10.0),
        ([True] * 7, [1 / 7] * 7, "proportional", 10.0),
    ],
)
def test_score_of(passed, shares, rule, score):
    assert score_of(10.0, rule, results(*passed, shares=shares)) == score


def test_the_document_survives_json():
    result = NotebookResult(notebook="nb", seed=1, exercises=[])
    assert NotebookResult.model_validate_json(result.model_dump_json()) == result
    assert (result.score, result.points) == (0, 0)
