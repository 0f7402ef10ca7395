"""Resizes with cubic splines.
Caught by: test_map_is_resized_bilinearly
"""

import torch
import torch.nn.functional as F


def saliency_of_layer(X, y, model, layer):
    kept = []

    def keep(module, inputs, A):
        kept.append(A)
        return A.clone()

    with model.get_submodule(layer).register_forward_hook(keep):
        scores = model(X.detach().requires_grad_())
    total = scores.gather(1, y[:, None]).sum()
    grad, = torch.autograd.grad(total, kept[0])
    M = grad.abs().amax(dim=1, keepdim=True)
    return F.interpolate(M, X.shape[2:], mode="bicubic", align_corners=False)[:, 0]
