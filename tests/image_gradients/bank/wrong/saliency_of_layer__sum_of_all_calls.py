"""Adds the gradients of every call to those of the calls before.
Caught by: test_second_call_gives_the_same
"""

import torch
import torch.nn.functional as F

total = {}


def saliency_of_layer(X, y, model, layer):
    kept = []

    def keep(module, inputs, A):
        kept.append(A)
        return A.clone()

    with model.get_submodule(layer).register_forward_hook(keep):
        scores = model(X.detach().requires_grad_())
    grad, = torch.autograd.grad(scores.gather(1, y[:, None]).sum(), kept[0])
    total[layer, grad.shape] = total.get((layer, grad.shape), 0) + grad
    M = total[layer, grad.shape].abs().amax(dim=1, keepdim=True)
    return F.interpolate(M, X.shape[2:], mode="bilinear", align_corners=False)[:, 0]
