"""Allocates square maps from the height alone.
Caught by: test_single_image_keeps_its_batch_axis
"""

import torch


def compute_saliency_maps(X, y, model):
    N, _, H, _ = X.shape
    saliency = torch.zeros(N, H, H)
    X = X.detach().clone().requires_grad_()
    model(X).gather(1, y[:, None]).sum().backward()
    saliency[:] = X.grad.abs().amax(dim=1)
    return saliency
