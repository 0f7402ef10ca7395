"""Stops at the first one that is in the table.
Caught by: test_goes_on_where_it_stopped
"""

from sklearn.model_selection import ParameterGrid, ParameterSampler


def search(space, objective, table, n=None, seed=0):
    configs = (
        ParameterGrid(space) if n is None
        else ParameterSampler(space, n, random_state=seed)
    )
    for config in configs:
        if config in table:
            break
        table.add(config, objective(**config))
    return max(table, key=lambda row: row[1])
