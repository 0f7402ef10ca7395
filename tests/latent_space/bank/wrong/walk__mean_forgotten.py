"""Takes the coordinate from the origin.
Caught by: test_coordinate_is_set
"""


def walk(w, mean, component, deviation, steps):
    move = (steps * deviation)[:, None] - w @ component
    return w + move[:, :, None] * component
