"""One iteration is a function of its own, which calls the notebook's step and then itself."""

import torch

from pixelgrad.images import blur_image, clamp_to_valid, jitter


def create_class_visualization(target_y, model, **kwargs):
    def iterate(img, t):
        if t == kwargs.get("num_iterations", 100):
            return img
        ox, oy = torch.randint(kwargs.get("max_jitter", 16), (2,)).tolist()
        img = class_visualization_step(
            jitter(img, ox, oy), target_y, model, kwargs.get("l2_reg", 1e-3), kwargs.get("learning_rate", 25)
        )
        img = clamp_to_valid(jitter(img, -ox, -oy))
        return iterate(blur_image(img, 0.5) if t % kwargs.get("blur_every", 10) == 0 else img, t + 1)

    return iterate(torch.randn(1, 3, *[kwargs.get("size", 224)] * 2), 0)
