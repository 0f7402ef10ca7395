"""Changes img in place and returns nothing; its caller keeps img."""

import random

import torch
from scipy.ndimage import gaussian_filter1d

MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


def blurred(img, sigma=0.5):
    rows = gaussian_filter1d(img.numpy(), sigma, axis=2)
    return torch.from_numpy(gaussian_filter1d(rows, sigma, axis=3))


def class_visualization_step(img, target_y, model, l2_reg, learning_rate):
    with torch.enable_grad():
        img.requires_grad_()
        objective = model(img)[0, target_y] - l2_reg * img.norm() ** 2
        objective.backward()
    img.data += learning_rate * img.grad / img.grad.norm()
    img.grad.zero_()


def create_class_visualization(target_y, model, **kwargs):
    learning_rate, l2_reg = kwargs.get("learning_rate", 25), kwargs.get("l2_reg", 1e-3)
    max_jitter, blur_every = kwargs.get("max_jitter", 16), kwargs.get("blur_every", 10)
    img = torch.randn(1, 3, 224, 224).requires_grad_()
    for t in range(kwargs.get("num_iterations", 100)):
        ox, oy = random.randint(0, max_jitter), random.randint(0, max_jitter)
        img.data.copy_(torch.roll(img.data, (oy, ox), (2, 3)))
        class_visualization_step(img, target_y, model, l2_reg, learning_rate)
        img.data.copy_(torch.roll(img.data, (-oy, -ox), (2, 3)))
        for c in range(3):
            img.data[:, c].clamp_(float(-MEAN[0, c] / STD[0, c]), float((1 - MEAN[0, c]) / STD[0, c]))
        if t % blur_every == 0:
            img.data.copy_(blurred(img.data))
    return img.data
