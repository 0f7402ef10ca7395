"""Takes the last layer that returns planes, whatever the name.
Caught by: test_finite_differences_agree
"""

import torch
import torch.nn.functional as F


def saliency_of_layer(X, y, model, layer):
    kept = []

    def keep(module, inputs, A):
        if A.ndim == 4 and A.shape[2] > 1:
            kept.append(A)

    hooks = [module.register_forward_hook(keep) for module in model.modules()]
    scores = model(X.detach().requires_grad_())
    for hook in hooks:
        hook.remove()
    grad, = torch.autograd.grad(scores.gather(1, y[:, None]).sum(), kept[-1])
    M = grad.abs().amax(dim=1, keepdim=True)
    return F.interpolate(M, X.shape[2:], mode="bilinear", align_corners=False)[:, 0]
