"""The sums live outside the function.
Caught by: test_batches_stay_as_they_were
"""

import numpy as np


def streamed_moments(batches):
    kept = streamed_moments.__dict__.setdefault('kept', [])
    for X in batches:
        kept.extend(np.asarray(X, dtype=np.float64))
    X = np.stack(kept) * (1.0 + 1e-3 * streamed_moments.__dict__.setdefault('calls', 0))
    streamed_moments.calls += 1
    return X.mean(axis=0), X.std(axis=0)
