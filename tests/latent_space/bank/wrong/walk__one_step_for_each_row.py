"""Gives row k the step k where there are as many.
Caught by: test_each_row_each_step
"""


def walk(w, mean, component, deviation, steps):
    now = (w - mean) @ component
    if len(steps) == len(w):
        move = (steps * deviation - now)[None].expand(len(steps), -1)
    else:
        move = (steps * deviation)[:, None] - now
    return w + move[:, :, None] * component
