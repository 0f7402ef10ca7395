"""Looks for scores above 0 only.
Caught by: test_best_comes_back
"""

from sklearn.model_selection import ParameterGrid, ParameterSampler


def search(space, objective, table, n=None, seed=0):
    configs = (
        ParameterGrid(space) if n is None
        else ParameterSampler(space, n, random_state=seed)
    )
    for config in configs:
        if config not in table:
            table.add(config, objective(**config))
    best = ({}, 0.0)
    for row in table:
        best = row if row[1] > best[1] else best
    return best
