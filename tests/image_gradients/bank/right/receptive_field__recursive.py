"""One layer less, then the last one."""


def receptive_field(layers):
    if not layers:
        return []
    rows = receptive_field(layers[:-1])
    r, j, o = rows[-1] if rows else (1, 1, 0)
    k, s, p = layers[-1]
    return rows + [(r + (k - 1) * j, s * j, o - p * j)]
