"""Converts the image to float32, which a float64 network refuses.
Caught by: test_double_precision_and_other_shapes
"""

import torch


def class_visualization_step(img, target_y, model, l2_reg, learning_rate):
    img = img.detach().float().clone().requires_grad_()
    objective = model(img)[0, target_y] - l2_reg * (img ** 2).sum()
    g, = torch.autograd.grad(objective, img)
    return (img + learning_rate * g / g.norm()).detach()
