"""May draw one twice, and tries it twice.
Caught by: test_some_of_them
"""

import numpy as np


def search(space, objective, table, n=None, seed=0):
    names = sorted(space)
    dice = np.random.default_rng(seed)
    if n is None:
        from sklearn.model_selection import ParameterGrid

        configs = list(ParameterGrid(space))
    else:
        configs = [{name: space[name][dice.integers(len(space[name]))] for name in names} for _ in range(n)]
    for config in configs:
        if config not in table:
            table.add(config, objective(**config))
    return max(table, key=lambda row: row[1])
