"""Joins the moments of batches by a helper."""

import numpy as np


def streamed_moments(batches):
    def join(a, b):
        (n, p, M), (m, q, K) = a, b
        return n + m, p + (q - p) * m / (n + m), M + K + (q - p) ** 2 * n * m / (n + m)

    total = (0, 0.0, 0.0)
    for X in batches:
        X = np.array(X, dtype=float)
        total = join(total, (len(X), X.mean(0), X.var(0) * len(X)))
    return [total[1], np.sqrt(total[2] / total[0])]
