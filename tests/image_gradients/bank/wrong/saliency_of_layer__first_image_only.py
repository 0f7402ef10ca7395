"""Uses the score of the first image alone.
Caught by: test_every_image_has_its_own_class
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
    total = scores[0, y[0]]
    grad, = torch.autograd.grad(total, kept[0])
    M = grad.abs().amax(dim=1, keepdim=True)
    return F.interpolate(M, X.shape[2:], mode="bilinear", align_corners=False)[:, 0]
