"""Keeps only the component of each row.
Caught by: test_the_rest_is_kept
"""


def walk(w, mean, component, deviation, steps):
    now = (w - mean) @ component
    move = (steps * deviation)[:, None] - now
    return mean + (now + move)[:, :, None] * component
