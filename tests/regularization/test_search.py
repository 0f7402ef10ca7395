"""Hidden tests of search: what is tried, when it is written down, what is skipped, which one wins.

Table and objective are those of the checks: they remember what was asked of them, and when. Accepted: any order of the
configurations, any way to draw some of them.
"""

import pytest
from sklearn.model_selection import ParameterGrid

from pixelgrad.testing import close, holds
from pixelgrad.trial_probes import objective, scored, trial_table

SPACE = {"lr": [0.001, 0.01, 0.1], "width": [2, 4, 8], "dropout": [0.0, 0.5]}
ALL = list(ParameterGrid(SPACE))


def key(config):
    return tuple(sorted(config.items()))


def run(student, space=SPACE, rows=(), shift=0.0, **options):
    """Call search; return the call, the configurations that were tried, and table and objective as they are afterwards."""
    call = student.call("search", space, objective(shift), trial_table([list(row) for row in rows]), after=(1, 2), **options)
    for value in call.values:
        fits = isinstance(value, list | tuple) and len(value) == 2 and isinstance(value[0], dict)
        holds(fits, call, "Expected a configuration, a dictionary, and its score.")
    return call, [key(config) for config in call.after[1].asked()], call.after[2], call.after[1]


def wins(call, rows):
    """Assert that the best of these rows came back."""
    top = max(score for _, score in rows)
    close(call.value[1], top, call, what="best score")
    right = [key(config) for config, score in rows if score > top - 1e-9]
    holds(key(call.value[0]) in right, call, "The configuration that came back is not the one with the highest score.")


@pytest.mark.points(2)
@pytest.mark.hint("Without n go through ParameterGrid(space): every combination, once.")
def test_whole_grid(student):
    """Without n every combination of the values is tried exactly once, by its names."""
    for space, number in ((SPACE, 18), ({"lr": [0.1, 0.2]}, 2)):
        call, tried, _, _ = run(student, space)
        holds(len(tried) == number, call, f"{len(tried)} configurations were tried; there are {number}.")
        holds(set(tried) == {key(config) for config in ParameterGrid(space)}, call, "Not every combination was tried.")


@pytest.mark.points(2)
@pytest.mark.hint("Return the row with the highest score: max(table, key=lambda row: row[1]).")
def test_best_comes_back(student, seed):
    """The configuration with the highest score comes back with it, also where all scores are negative."""
    for shift in (0.0, -50.0, float(seed % 9)):
        call, _, _, _ = run(student, shift=shift)
        wins(call, [(config, scored(config, shift)) for config in ALL])


@pytest.mark.points(3)
@pytest.mark.hint("if config not in table: only then try it. What is in the table was paid for.")
def test_goes_on_where_it_stopped(student, seed):
    """Trials that are in the table are not made again; the others are."""
    done = [(config, scored(config)) for config in ALL[seed % 3 :: 3]]
    call, tried, table, _ = run(student, rows=done)
    known = {key(config) for config, _ in done}
    holds(not known & set(tried), call, f"{len(known & set(tried))} configurations were tried although the table had them.")
    holds(sorted(tried) == sorted({key(config) for config in ALL} - known), call, "Some configurations are still missing.")
    holds(len(table.entries()) == 18, call, f"The table has {len(table.entries())} rows; expected 18.")


@pytest.mark.hint("The best of the whole table counts, also a trial that was made before.")
def test_earlier_trials_count(student):
    """The best may be a trial that was in the table before, with the score that it had."""
    rows = [(ALL[4], 99.0), (ALL[7], -99.0)]
    call, _, _, _ = run(student, rows=rows)
    wins(call, [*rows, *((config, scored(config)) for config in ALL)])
    call, _, _, _ = run(student, rows=[(config, float(k)) for k, config in enumerate(ALL)])
    wins(call, [(config, float(k)) for k, config in enumerate(ALL)])


@pytest.mark.points(2)
@pytest.mark.hint("table.add(config, score) right after each trial, inside the loop: what is only in memory dies with the kernel.")
def test_written_down_at_once(student):
    """Each trial is in the table, with its score, before the next one begins."""
    call, tried, table, watched = run(student)
    rows = {key(config): score for config, score in table.entries()}
    holds(len(table.entries()) == 18 and set(rows) == set(tried), call, "The table does not hold the trials that were made.")
    for config in ALL:
        close(rows[key(config)], scored(config), call, what="score in the table")
    asked, added = watched.asked_at(), table.added_at()
    late = sum(then > after for then, after in zip(added, asked[1:], strict=False))
    holds(late == 0, call, f"{late} trials were not written down before the next one began.")


@pytest.mark.points(2)
@pytest.mark.hint("ParameterSampler(space, n, random_state=seed): n different ones, drawn at random.")
def test_some_of_them(student, seed):
    """With n that many different configurations are tried, and other ones with another seed."""
    drawn = []
    for dice in (seed % 1000, seed % 1000 + 1, seed % 1000 + 2):
        call, tried, _, _ = run(student, n=12, seed=dice)
        holds(len(tried) == 12 and len(set(tried)) == 12, call, f"{len(set(tried))} different ones of {len(tried)} were tried.")
        holds(set(tried) <= {key(config) for config in ALL}, call, "A configuration is not in the space.")
        wins(call, [(dict(config), scored(dict(config))) for config in tried])
        drawn.append(frozenset(tried))
    holds(len(set(drawn)) > 1, call, "Three seeds gave the same configurations.")


@pytest.mark.hint("The same seed draws the same configurations: else a search that was stopped cannot go on.")
def test_same_seed_same_trials(student, seed):
    """A second call with the same n, seed and table finds everything done; space and names stay as they were."""
    call, tried, table, _ = run(student, n=6, seed=seed % 1000, times=2)
    holds(len(tried) == 6, call, f"Two calls made {len(tried)} trials; the second had nothing to do.")
    holds(len(table.entries()) == 6, call, f"The table has {len(table.entries())} rows; expected 6.")
    holds("argument 0" not in call.changed, call, "The space was changed.")
