"""Does not add the mean again.
Caught by: test_value_by_hand
"""


def walk(w, mean, component, deviation, steps):
    x = w - mean
    return x - (x @ component)[:, None] * component + (steps * deviation)[:, None, None] * component
