"""Image by image (Welford 1962)."""

import numpy as np


def streamed_moments(batches):
    n, mean, M = 0, 0.0, 0.0
    for batch in batches:
        for x in batch:
            x = np.asarray(x, dtype=np.float64)
            n += 1
            delta = x - mean
            mean = mean + delta / n
            M = M + delta * (x - mean)
    return mean, np.sqrt(M / n)
