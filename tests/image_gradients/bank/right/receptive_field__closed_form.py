"""The closed form of Araujo, Norris and Sim: sums over products of strides."""

import math


def receptive_field(layers):
    rows = []
    for end in range(1, len(layers) + 1):
        before = [math.prod(s for _, s, _ in layers[:i]) for i in range(end + 1)]
        size = 1 + sum((layers[i][0] - 1) * before[i] for i in range(end))
        offset = -sum(layers[i][2] * before[i] for i in range(end))
        rows.append((size, before[end], offset))
    return rows
