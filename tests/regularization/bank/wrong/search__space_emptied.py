"""Takes the values out of the space.
Caught by: test_same_seed_same_trials
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
    for values in space.values():
        del values[1:]
    return max(table, key=lambda row: row[1])
