"""Takes the mean coordinate of all rows.
Caught by: test_coordinate_is_set
"""


def walk(w, mean, component, deviation, steps):
    now = ((w - mean) @ component).mean()
    return w + (steps * deviation - now)[:, None, None] * component
