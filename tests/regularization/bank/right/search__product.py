"""Every combination by product; a sample by indices."""

import random
from itertools import product


def search(space, objective, table, n=None, seed=0):
    configs = [dict(zip(space, values)) for values in product(*space.values())]
    if n is not None:
        configs = random.Random(seed).sample(configs, n)
    for config in configs:
        if config in table:
            continue
        score = objective(**config)
        table.add(config, score)
    best = max(list(table), key=lambda row: row[1])
    return best[0], best[1]
