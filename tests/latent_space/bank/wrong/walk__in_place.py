"""Takes the component out of the caller's rows.
Caught by: test_double_precision_slices
"""


def walk(w, mean, component, deviation, steps):
    w -= ((w - mean) @ component)[:, None] * component
    return w + (steps * deviation)[:, None, None] * component
