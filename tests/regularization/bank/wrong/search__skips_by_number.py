"""Skips as many as the table has rows.
Caught by: test_goes_on_where_it_stopped
"""

from sklearn.model_selection import ParameterGrid, ParameterSampler


def search(space, objective, table, n=None, seed=0):
    configs = (
        ParameterGrid(space) if n is None
        else ParameterSampler(space, n, random_state=seed)
    )
    for config in list(configs)[len(table) :]:
        if config not in table:
            table.add(config, objective(**config))
    return max(table, key=lambda row: row[1])
