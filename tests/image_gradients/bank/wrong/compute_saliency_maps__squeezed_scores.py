"""Squeezes the scores, which a single image does not survive.
Caught by: test_single_image_keeps_its_batch_axis
"""

import torch


def compute_saliency_maps(X, y, model):
    X = X.detach().clone().requires_grad_()
    scores = model(X).squeeze()
    scores[torch.arange(len(y)), y].sum().backward()
    return X.grad.abs().amax(dim=1)
