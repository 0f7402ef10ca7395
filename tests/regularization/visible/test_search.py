"""Visible checks of search."""

import pytest

from pixelgrad.testing import holds
from pixelgrad.trial_probes import objective, scored, trial_table

SPACE = {"lr": [0.1, 0.2], "width": [3, 5, 7]}


def run(student, rows=(), **options):
    call = student.call("search", SPACE, objective(), trial_table(list(rows)), after=(1, 2), **options)
    holds(isinstance(call.value, list | tuple) and len(call.value) == 2, call, "Expected a configuration and its score.")
    return call, call.after[1].asked()


@pytest.mark.hint("ParameterGrid(space)")
def test_grid(student):
    """Two rates and three widths make six trials."""
    call, tried = run(student)
    holds(len(tried) == 6, call, f"{len(tried)} configurations were tried.")


@pytest.mark.hint("The highest score wins.")
def test_best(student):
    """What comes back has the highest score."""
    call, tried = run(student)
    top = max(scored(config) for config in tried)
    holds(abs(float(call.value[1]) - top) < 1e-9, call, "The score is not the highest.")


@pytest.mark.hint("Ask `config in table` first.")
def test_skips(student):
    """A trial that is in the table is not made again."""
    call, tried = run(student, [[{"lr": 0.1, "width": 3}, 0.5]])
    holds({"lr": 0.1, "width": 3} not in tried, call, "It was tried again.")
    holds(len(call.after[2].entries()) == 6, call, f"The table has {len(call.after[2].entries())} rows; expected 6.")


@pytest.mark.hint("ParameterSampler(space, n, random_state=seed)")
def test_sample(student):
    """With n=4 four trials are made."""
    call, tried = run(student, n=4, seed=1)
    holds(len(tried) == 4, call, f"{len(tried)} configurations were tried.")
