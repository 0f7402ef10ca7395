"""Eleven points, first weights for a small network, and finite differences: what the notebook Regularization starts from.

A network is a dictionary of float64 arrays: W1 (D, H), b1 (H,), W2 (H, K), b2 (K,). Plain NumPy, no framework.
"""

from collections.abc import Callable, Mapping

import numpy as np

Params = dict[str, np.ndarray]
TARGETS = (0.15, -0.16, -0.61, -0.86, -1.02, -0.44, 0.16, 0.05, 0.45, 1.39, 0.86)
HELD_OUT = (2, 5, 8)


def points(held_out: tuple[int, ...] = HELD_OUT) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The points (0, 0.15), (0.1, -0.16) ... (1, 0.86) in two parts: x, t to train on and x, t to validate with.

    held_out: the numbers, from 0 to 10, of those that are not trained on. All four are (n, 1) float64.
    """
    x, t = np.linspace(0, 1, 11)[:, None], np.array(TARGETS)[:, None]
    held = np.isin(np.arange(11), held_out)
    return x[~held], t[~held], x[held], t[held]


def start(hidden: int = 10, seed: int = 0, steepness: float = 6.0) -> Params:
    """First weights of a 1-hidden-1 network: every hidden unit bends somewhere in [0, 1].

    W1 is normal with deviation `steepness`, b1 puts the middle of each unit at a place drawn from [0, 1], W2 is
    normal with deviation 0.3, b2 is 0.
    """
    dice = np.random.default_rng(seed)
    W1 = steepness * dice.standard_normal((1, hidden))
    b1 = -W1[0] * dice.random(hidden)
    return {"W1": W1, "b1": b1, "W2": 0.3 * dice.standard_normal((hidden, 1)), "b2": np.zeros(1)}


def central_differences(loss: Callable[[Params], float], params: Mapping[str, np.ndarray], eps: float) -> Params:
    """(loss(p + eps) - loss(p - eps)) / (2 eps) for every single number of params, which stay as they are.

    The error is of the order eps**2, plus the rounding of the loss divided by eps.
    """
    slopes = {name: np.zeros_like(array) for name, array in params.items()}
    for name, array in params.items():
        for place in np.ndindex(array.shape):
            ends = []
            for step in (eps, -eps):
                moved = array.copy()
                moved[place] += step
                ends.append(loss({**params, name: moved}))
            slopes[name][place] = (ends[0] - ends[1]) / (2 * eps)
    return slopes


def relative_gap(found: Mapping[str, np.ndarray], expected: Mapping[str, np.ndarray]) -> float:
    """The largest difference of any two numbers, divided by the largest expected number."""
    largest = max(float(np.abs(array).max()) for array in expected.values())
    return max(float(np.abs(found[name] - expected[name]).max()) for name in expected) / largest
