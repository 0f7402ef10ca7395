"""A projection matrix."""

import torch


def walk(w, mean, component, deviation, steps):
    P = torch.eye(len(component), dtype=w.dtype) - torch.outer(component, component)
    return mean + ((w - mean) @ P)[None] + (steps.reshape(-1, 1, 1) * deviation) * component
