"""backward on a clone, changed in place without its history."""

import torch


def class_visualization_step(img, target_y, model, l2_reg, learning_rate):
    image = img.detach().clone().requires_grad_()
    (model(image)[0, target_y] - l2_reg * image.pow(2).sum()).backward()
    with torch.no_grad():
        image += learning_rate * image.grad / image.grad.pow(2).sum().sqrt()
    return image.detach()
