"""One image at a time."""

import torch
import torch.nn.functional as F


def saliency_of_layer(X, y, model, layer):
    module = dict(model.named_modules())[layer]
    maps = []
    for image, label in zip(X, y):
        kept = []

        def keep(module, inputs, A):
            kept.append(A)
            return A.clone()

        handle = module.register_forward_hook(keep)
        score = model(image[None].requires_grad_())[0, label]
        handle.remove()
        grad, = torch.autograd.grad(score, kept[0])
        M = grad.abs().amax(dim=1, keepdim=True)
        maps.append(F.interpolate(M, image.shape[1:], mode="bilinear", align_corners=False)[0, 0])
    return torch.stack(maps)
