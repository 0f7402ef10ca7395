"""Takes the component out, then puts it in again."""


def walk(w, mean, component, deviation, steps):
    x = w - mean
    rest = x - (x @ component)[:, None] * component  # (N, d)
    return mean + rest + (steps * deviation)[:, None, None] * component
