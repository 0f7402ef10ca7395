"""Unfreezes the weights, so backward() fills their gradients.
Caught by: test_second_call_gives_the_same
"""

import torch
import torch.nn.functional as F


def saliency_of_layer(X, y, model, layer):
    kept = []

    def keep(module, inputs, A):
        kept.append(A)
        return A.clone()

    model.requires_grad_(True)
    with model.get_submodule(layer).register_forward_hook(keep):
        scores = model(X.detach().requires_grad_())
    total = scores.gather(1, y[:, None]).sum()
    kept[0].retain_grad()
    total.backward()
    grad = kept[0].grad
    M = grad.abs().amax(dim=1, keepdim=True)
    return F.interpolate(M, X.shape[2:], mode="bilinear", align_corners=False)[:, 0]
