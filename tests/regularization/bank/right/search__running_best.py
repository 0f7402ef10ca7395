"""Keeps the best while it goes."""

from sklearn.model_selection import ParameterGrid, ParameterSampler


def search(space, objective, table, n=None, seed=0):
    best = max(table, key=lambda row: row[1], default=(None, float("-inf")))
    grid = ParameterGrid(space) if n is None else ParameterSampler(space, n, random_state=seed)
    for config in grid:
        if config not in table:
            score = objective(**config)
            table.add(config, score)
            if score > best[1]:
                best = (config, score)
    return best
