"""Writes scores with two digits.
Caught by: test_written_down_at_once
"""

from sklearn.model_selection import ParameterGrid, ParameterSampler


def search(space, objective, table, n=None, seed=0):
    configs = (
        ParameterGrid(space) if n is None
        else ParameterSampler(space, n, random_state=seed)
    )
    for config in configs:
        if config not in table:
            table.add(config, round(objective(**config), 2))
    return max(table, key=lambda row: row[1])
