"""Differentiates the cross-entropy loss, which depends on the other classes too.
Caught by: test_raw_score_not_a_loss
"""

import torch.nn.functional as F


def compute_saliency_maps(X, y, model):
    X = X.detach().clone().requires_grad_()
    F.cross_entropy(model(X), y, reduction="sum").backward()
    return X.grad.abs().amax(dim=1)
