"""max(g, -g) instead of abs."""

import torch


def compute_saliency_maps(X, y, model):
    X = X.detach().clone().requires_grad_()
    model(X).gather(1, y[:, None]).sum().backward()
    return torch.maximum(X.grad.amax(dim=1), -X.grad.amin(dim=1))
