"""The penalty's gradient written out: -2 l2_reg img."""

import torch


def class_visualization_step(img, target_y, model, l2_reg, learning_rate):
    img = img.detach().clone().requires_grad_()
    objective = model(img)[0, target_y]
    g, = torch.autograd.grad(objective, img)
    g = g - 2 * l2_reg * img.detach()
    return img.detach() + learning_rate * g / g.norm()
