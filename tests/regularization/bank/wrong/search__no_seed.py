"""No seed: other ones at every call.
Caught by: test_same_seed_same_trials
"""

from sklearn.model_selection import ParameterGrid, ParameterSampler


def search(space, objective, table, n=None, seed=0):
    configs = (
        ParameterGrid(space) if n is None
        else ParameterSampler(space, n, random_state=None)
    )
    for config in configs:
        if config not in table:
            table.add(config, objective(**config))
    return max(table, key=lambda row: row[1])
