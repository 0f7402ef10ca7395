"""torch.func for the gradient; a while loop; the picture kept in one tensor."""

import torch

from pixelgrad.images import blur_image, clamp_to_valid


def create_class_visualization(target_y, model, **kwargs):
    settings = dict(l2_reg=1e-3, learning_rate=25, num_iterations=100, blur_every=10, max_jitter=16) | kwargs
    img = torch.randn(1, 3, *[kwargs.get("size", 224)] * 2)
    gradient = torch.func.grad(lambda image: model(image)[0, target_y] - settings["l2_reg"] * (image * image).sum())
    t = 0
    while t < settings["num_iterations"]:
        shift = torch.randint(settings["max_jitter"], (2,)).tolist()
        moved = torch.roll(img, shift, (2, 3))
        g = gradient(moved)
        moved = moved + settings["learning_rate"] * g / g.norm()
        img.copy_(clamp_to_valid(torch.roll(moved, [-s for s in shift], (2, 3))))
        if t % settings["blur_every"] == 0:
            img.copy_(blur_image(img, 0.5))
        t += 1
    return img
