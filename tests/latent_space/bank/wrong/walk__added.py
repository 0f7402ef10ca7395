"""Adds to the coordinate instead of setting it.
Caught by: test_coordinate_is_set
"""


def walk(w, mean, component, deviation, steps):
    return w + (steps * deviation)[:, None, None] * component
