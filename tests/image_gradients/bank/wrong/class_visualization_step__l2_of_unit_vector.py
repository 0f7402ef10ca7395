"""Penalises the image divided by its own norm.
Caught by: test_regularisation_has_a_gradient
"""

import torch
import torch.nn.functional as F


def class_visualization_step(img, target_y, model, l2_reg, learning_rate):
    img = img.detach().clone().requires_grad_()
    objective = model(img)[0, target_y] - l2_reg * F.normalize(img.flatten(), dim=0).pow(2).sum()
    g, = torch.autograd.grad(objective, img)
    return (img + learning_rate * g / g.norm()).detach()
