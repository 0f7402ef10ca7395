"""Steps as the second axis.
Caught by: test_each_row_each_step
"""


def walk(w, mean, component, deviation, steps):
    move = (steps * deviation)[:, None] - (w - mean) @ component
    return (w + move[:, :, None] * component).transpose(0, 1)
