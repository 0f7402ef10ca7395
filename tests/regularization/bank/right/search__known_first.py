"""Lists what is missing first."""

import numpy as np
from sklearn.model_selection import ParameterGrid, ParameterSampler


def search(space, objective, table, n=None, seed=0):
    known = [config for config, _ in table]
    grid = list(ParameterGrid(space)) if n is None else list(ParameterSampler(space, n, random_state=seed))
    for config in [config for config in grid if config not in known]:
        table.add(dict(config), objective(**config))
    scores = np.array([score for _, score in table])
    return list(table)[int(scores.argmax())]
