"""The first row alone.
Caught by: test_each_row_each_step
"""


def walk(w, mean, component, deviation, steps):
    move = (steps * deviation)[:, None] - (w[:1] - mean) @ component
    return (w[:1] + move[:, :, None] * component).expand(len(steps), *w.shape)
