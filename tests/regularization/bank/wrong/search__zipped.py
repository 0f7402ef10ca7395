"""First values together, second values together.
Caught by: test_whole_grid
"""

from sklearn.model_selection import ParameterSampler


def search(space, objective, table, n=None, seed=0):
    configs = (
        [dict(zip(space, values)) for values in zip(*space.values())] if n is None
        else ParameterSampler(space, n, random_state=seed)
    )
    for config in configs:
        if config not in table:
            table.add(config, objective(**config))
    return max(table, key=lambda row: row[1])
