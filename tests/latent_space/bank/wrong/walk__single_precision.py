"""Converts to float32.
Caught by: test_double_precision_slices
"""


def walk(w, mean, component, deviation, steps):
    w, mean, component, steps = w.float(), mean.float(), component.float(), steps.float()
    move = (steps * deviation)[:, None] - (w - mean) @ component
    return w + move[:, :, None] * component
