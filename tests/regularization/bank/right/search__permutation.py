"""The grid in a random order, cut."""

import numpy as np
from sklearn.model_selection import ParameterGrid


def search(space, objective, table, n=None, seed=0):
    grid = list(ParameterGrid(space))
    chosen = np.random.default_rng(seed).permutation(len(grid))[:n]
    for k in chosen:
        if grid[k] not in table:
            table.add(grid[k], float(objective(**grid[k])))
    return sorted(table, key=lambda row: row[1])[-1]
