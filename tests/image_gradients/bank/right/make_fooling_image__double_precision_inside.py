"""Walks in float64 on a copy of the network and rounds at the end."""

import copy

import torch


def make_fooling_image(X, target_y, model):
    double = copy.deepcopy(model).double()
    image = X.detach().double()
    for _ in range(100):
        image.requires_grad_()
        scores = double(image)
        if int(scores.argmax()) == target_y:
            break
        g, = torch.autograd.grad(scores[0, target_y], image)
        image = image.detach() + g / torch.einsum("nchw,nchw->", g, g).sqrt()
    return image.detach().to(X.dtype)
