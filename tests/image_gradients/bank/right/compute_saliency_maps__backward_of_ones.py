"""A gradient of ones, as many as there are images."""

import torch


def compute_saliency_maps(X, y, model):
    X = X.detach().clone().requires_grad_()
    scores = model(X).gather(1, y.view(-1, 1)).squeeze(1)
    scores.backward(torch.ones_like(scores))
    saliency, _ = X.grad.abs().max(dim=1)
    return saliency
