"""A while loop that looks after each step, in NumPy at the end."""

import torch


def make_fooling_image(X, target_y, model):
    X_fooling, steps = X.detach().clone(), 0
    while model(X_fooling).argmax() != target_y and steps < 100:
        X_fooling.requires_grad_()
        model(X_fooling)[:, target_y].sum().backward()
        g = X_fooling.grad
        X_fooling = (X_fooling + g / torch.sqrt(torch.sum(g * g))).detach()
        steps += 1
    return X_fooling.numpy()
