"""Keeps a tensor that an in-place activation overwrites.
Caught by: test_layer_before_an_in_place_activation
"""

import torch

from pixelgrad.taps import tap


def spatial_attribution(net, images, layer, class_a, class_b=None):
    kept = []
    hook = net.get_submodule(layer).register_forward_hook(lambda m, i, out: kept.append(out))
    scores = net(images.detach().clone().requires_grad_())
    hook.remove()
    A = kept[0]
    difference = scores[:, class_a].sum()
    if class_b is not None:
        difference = difference - scores[:, class_b].sum()
    g, = torch.autograd.grad(difference, A, allow_unused=True)
    g = torch.zeros_like(A) if g is None else g
    return (A.detach() * g).sum(dim=1)
