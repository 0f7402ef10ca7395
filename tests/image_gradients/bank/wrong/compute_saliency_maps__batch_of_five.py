"""Passes a gradient of ones for a batch of exactly five images.
Caught by: test_batch_size_is_not_fixed
"""

import torch


def compute_saliency_maps(X, y, model):
    X = X.detach().clone().requires_grad_()
    model(X).gather(1, y[:, None]).squeeze(1).backward(torch.ones(5))
    return X.grad.abs().amax(dim=1)
