"""What the checks of one-pass averages put in place: streams that are watched, and known functions of batches.

As in `standins`, all are built by `nets.builder`, so they travel. Limits: the memory that is watched is that of Python and
NumPy in the process that runs the function; what torch allocates is not seen.
"""

import gc
import tracemalloc
import weakref

import numpy as np
from torch import nn

from .nets import builder


class _Stream(nn.Module):
    """Batches of noise, made when they are asked for; knows how often and how they were read."""

    described = "a stream of batches"

    def __init__(self, seed, sizes, shape, offset):
        super().__init__()
        self.seed, self.sizes, self.shape, self.offset = seed, list(sizes), tuple(shape), offset
        self.begun, self.alive, self.grown = 0, 0, 0

    def batch(self, k):
        """Batch number k, float64 (sizes[k], *shape)."""
        return self.offset + np.random.default_rng((self.seed, k)).standard_normal((self.sizes[k], *self.shape))

    def __iter__(self):
        self.begun += 1
        if self.begun > 1:  # a second pass finds nothing, as with a generator
            return
        held, first = [], 0
        tracemalloc.start()
        try:
            for k in range(len(self.sizes)):
                X = self.batch(k)
                held = [seen for seen in held if seen() is not None] + [weakref.ref(X)]
                self.alive = max(self.alive, len(held))
                yield X
                del X
                now = tracemalloc.get_traced_memory()[0]
                first = first or now
                self.grown = max(self.grown, now - first)
        finally:
            tracemalloc.stop()

    def passes(self):
        return self.begun

    def most_alive(self):
        """How many batches existed at once, at most."""
        gc.collect()
        return self.alive

    def growth(self):
        """By how many bytes the memory in use grew after the first batch, at most."""
        return self.grown


@builder
def stream(seed, sizes, shape, offset=0.0):
    """An iterable over batches (sizes[k], *shape) of float64 noise around `offset`; the second iteration is empty."""
    return _Stream(seed, sizes, shape, offset)


class _Transform(nn.Module):
    def __init__(self, scale):
        super().__init__()
        self.scale, self.count = scale, 0

    def forward(self, images):
        self.count += 1
        return self.scale * np.asarray(images, dtype=np.float64) ** 2

    def used(self):
        return self.count


@builder
def squared(scale=0.5):
    """In place of log_spectrum: `scale` times the squares of the images, float64."""
    return _Transform(scale)


class _Moments(nn.Module):
    """Right, but by way of all images at once, so that nothing is asked of a solution's own."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def forward(self, batches):
        self.count += 1
        n, total, squares = 0, 0.0, 0.0
        for X in batches:
            X = np.asarray(X, dtype=np.float64)
            n, total, squares = n + len(X), total + X.sum(axis=0), squares + (X**2).sum(axis=0)
        return total / n, np.sqrt(np.maximum(squares / n - (total / n) ** 2, 0))

    def used(self):
        return self.count


@builder
def moments():
    """In place of streamed_moments: mean and standard deviation, read once, batch by batch."""
    return _Moments()
