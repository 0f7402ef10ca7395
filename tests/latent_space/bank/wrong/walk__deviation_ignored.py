"""Steps of length 1.
Caught by: test_deviation_is_used
"""


def walk(w, mean, component, deviation, steps):
    move = steps[:, None] - (w - mean) @ component
    return w + move[:, :, None] * component
