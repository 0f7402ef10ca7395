"""Divides by the deviation.
Caught by: test_deviation_is_used
"""


def walk(w, mean, component, deviation, steps):
    move = (steps / deviation)[:, None] - (w - mean) @ component
    return w + move[:, :, None] * component
