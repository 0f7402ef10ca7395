"""The gradient in float64 on a copy of the network, the result in the image's own precision."""

import copy

import torch


def class_visualization_step(img, target_y, model, l2_reg, learning_rate):
    double = copy.deepcopy(model).double()
    image = img.detach().double().requires_grad_()
    objective = double(image)[0, target_y] - l2_reg * torch.dot(image.flatten(), image.flatten())
    g, = torch.autograd.grad(objective, image)
    return (image + learning_rate * g / g.norm()).detach().to(img.dtype)
