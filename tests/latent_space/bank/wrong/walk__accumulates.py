"""Steps add up from one picture to the next.
Caught by: test_each_row_each_step
"""


def walk(w, mean, component, deviation, steps):
    move = (steps * deviation).cumsum(dim=0)[:, None] - (w - mean) @ component
    return w + move[:, :, None] * component
