"""Leaves the network in training mode.
Caught by: test_network_stays_as_it_was
"""

import torch


def class_visualization_step(img, target_y, model, l2_reg, learning_rate):
    model.train()
    img = img.detach().clone().requires_grad_()
    objective = model(img)[0, target_y] - l2_reg * (img ** 2).sum()
    g, = torch.autograd.grad(objective, img)
    return (img + learning_rate * g / g.norm()).detach()
