"""Steps in variances.
Caught by: test_deviation_is_used
"""


def walk(w, mean, component, deviation, steps):
    move = (steps * deviation**2)[:, None] - (w - mean) @ component
    return w + move[:, :, None] * component
