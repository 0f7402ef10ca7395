"""Walks the other way.
Caught by: test_value_by_hand
"""


def walk(w, mean, component, deviation, steps):
    move = -(steps * deviation)[:, None] - (w - mean) @ component
    return w + move[:, :, None] * component
