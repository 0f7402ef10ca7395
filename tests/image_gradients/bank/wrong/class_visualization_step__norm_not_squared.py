"""Penalises the norm and not its square.
Caught by: test_norm_is_squared
"""

import torch


def class_visualization_step(img, target_y, model, l2_reg, learning_rate):
    img = img.detach().clone().requires_grad_()
    objective = model(img)[0, target_y] - l2_reg * img.norm()
    g, = torch.autograd.grad(objective, img)
    return (img + learning_rate * g / g.norm()).detach()
