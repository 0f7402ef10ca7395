"""einsum for the coordinate and for the outer product."""

import torch


def walk(w, mean, component, deviation, steps):
    now = torch.einsum("nd,d->n", w - mean, component)
    move = (deviation * steps).unsqueeze(1) - now.unsqueeze(0)
    return w.unsqueeze(0) + torch.einsum("tn,d->tnd", move, component)
