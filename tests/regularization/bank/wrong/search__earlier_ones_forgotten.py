"""The best of the new trials only.
Caught by: test_earlier_trials_count
"""

from sklearn.model_selection import ParameterGrid, ParameterSampler


def search(space, objective, table, n=None, seed=0):
    configs = ParameterGrid(space) if n is None else ParameterSampler(space, n, random_state=seed)
    rows = []
    for config in configs:
        if config not in table:
            rows.append((config, objective(**config)))
            table.add(*rows[-1])
    return max(rows, key=lambda row: row[1]) if rows else max(table, key=lambda row: -row[1])
