"""Climbs the score of the first class whatever the target.
Caught by: test_picture_raises_the_score
"""

import random

import torch
from scipy.ndimage import gaussian_filter1d

MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
STD = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


def blurred(img, sigma=0.5):
    rows = gaussian_filter1d(img.numpy(), sigma, axis=2)
    return torch.from_numpy(gaussian_filter1d(rows, sigma, axis=3))


def create_class_visualization(target_y, model, **kwargs):
    l2_reg = kwargs.get("l2_reg", 1e-3)
    learning_rate = kwargs.get("learning_rate", 25)
    num_iterations = kwargs.get("num_iterations", 100)
    blur_every = kwargs.get("blur_every", 10)
    max_jitter = kwargs.get("max_jitter", 16)
    img = torch.randn(1, 3, 224, 224)
    for t in range(num_iterations):
        ox, oy = random.randint(0, max_jitter), random.randint(0, max_jitter)
        img = torch.roll(img, (oy, ox), (2, 3)).requires_grad_()
        g, = torch.autograd.grad(model(img)[0, 0] - l2_reg * (img ** 2).sum(), img)
        img = img.detach() + learning_rate * g / g.norm()
        img = torch.roll(img, (-oy, -ox), (2, 3))
        img = torch.maximum(torch.minimum(img, (1 - MEAN) / STD), -MEAN / STD)
        if t % blur_every == 0:
            img = blurred(img)
    return img
