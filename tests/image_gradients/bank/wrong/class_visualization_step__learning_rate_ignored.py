"""Steps by the bare gradient, whatever the learning rate.
Caught by: test_learning_rate_is_used
"""

import torch


def class_visualization_step(img, target_y, model, l2_reg, learning_rate):
    img = img.detach().clone().requires_grad_()
    objective = model(img)[0, target_y] - l2_reg * (img ** 2).sum()
    g, = torch.autograd.grad(objective, img)
    return (img + g / g.norm()).detach()
