"""torch.autograd.grad leaves no gradient behind."""

import torch


def compute_saliency_maps(X, y, model):
    X = X.detach().clone().requires_grad_()
    scores = model(X)[torch.arange(len(y)), y].sum()
    grad, = torch.autograd.grad(scores, X)
    return grad.abs().amax(dim=1)
