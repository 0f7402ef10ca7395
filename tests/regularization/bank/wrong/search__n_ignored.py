"""All of them, whatever n.
Caught by: test_some_of_them
"""

from sklearn.model_selection import ParameterGrid, ParameterSampler


def search(space, objective, table, n=None, seed=0):
    n = None
    configs = (
        ParameterGrid(space) if n is None
        else ParameterSampler(space, n, random_state=seed)
    )
    for config in configs:
        if config not in table:
            table.add(config, objective(**config))
    return max(table, key=lambda row: row[1])
