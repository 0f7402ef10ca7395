"""One image at a time into maps of float32."""

import torch


def compute_saliency_maps(X, y, model):
    saliency = torch.zeros(X.shape[0], *X.shape[2:])
    for i in range(X.shape[0]):
        image = X[i:i + 1].detach().clone().requires_grad_()
        model(image)[0, y[i]].backward()
        saliency[i] = image.grad[0].abs().amax(dim=0)
    return saliency
