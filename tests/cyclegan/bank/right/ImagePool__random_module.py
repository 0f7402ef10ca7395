"""Python's random module."""

import torch


class ImagePool:
    def __init__(self, size=50):
        self.size, self.images = size, []

    def query(self, batch):
        import random

        shown = []
        for image in batch.detach().unbind(0):
            if self.size == 0:
                shown.append(image)
            elif len(self.images) < self.size:
                self.images.append(image)
                shown.append(image)
            elif random.uniform(0, 1) > 0.5:
                k = random.randint(0, self.size - 1)
                shown.append(self.images[k].clone())
                self.images[k] = image
            else:
                shown.append(image)
        return torch.stack(shown)
