"""From the last to the first."""

from sklearn.model_selection import ParameterGrid, ParameterSampler


def search(space, objective, table, n=None, seed=0):
    configs = (
        ParameterGrid(space) if n is None
        else ParameterSampler(space, n, random_state=seed)
    )
    for config in reversed(list(configs)):
        if config not in table:
            table.add(config, objective(**config))
    return max(table, key=lambda row: row[1])
