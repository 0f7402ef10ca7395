"""For each layer, the window of outputs 0 and 1 walked back to the image."""


def receptive_field(layers):
    def window(depth, u):
        left = right = u
        for k, s, p in reversed(layers[:depth]):
            left, right = left * s - p, right * s - p + k - 1
        return left, right

    rows = []
    for depth in range(1, len(layers) + 1):
        (left, right), (next_left, _) = window(depth, 0), window(depth, 1)
        rows.append((right - left + 1, next_left - left, left))
    return rows
