"""Writes the table at the end.
Caught by: test_written_down_at_once
"""

from sklearn.model_selection import ParameterGrid, ParameterSampler


def search(space, objective, table, n=None, seed=0):
    configs = ParameterGrid(space) if n is None else ParameterSampler(space, n, random_state=seed)
    rows = [(config, objective(**config)) for config in configs if config not in table]
    for row in rows:
        table.add(*row)
    return max(table, key=lambda row: row[1])
