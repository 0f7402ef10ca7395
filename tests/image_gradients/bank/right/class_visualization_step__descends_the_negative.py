"""Minimises the negative objective."""

import torch


def class_visualization_step(img, target_y, model, l2_reg, learning_rate):
    img = img.detach().clone().requires_grad_()
    objective = -model(img)[0, target_y] + l2_reg * img.square().sum()
    g, = torch.autograd.grad(objective, img)
    return img.detach() - learning_rate * g / torch.sqrt((g ** 2).sum())
