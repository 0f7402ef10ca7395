"""The coordinate as a sum of products."""


def walk(w, mean, component, deviation, steps):
    now = ((w - mean) * component).sum(dim=-1, keepdim=True)  # (N, 1)
    return w + (steps.reshape(-1, 1, 1) * float(deviation) - now) * component
