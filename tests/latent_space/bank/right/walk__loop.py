"""A loop over steps and rows."""

import torch


def walk(w, mean, component, deviation, steps):
    ways = []
    for s in steps:
        ways.append(torch.stack([row + (s * deviation - torch.dot(row - mean, component)) * component for row in w]))
    return torch.stack(ways)
