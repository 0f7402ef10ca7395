"""Keeps and returns the first image of each batch for all.
Caught by: test_first_images_come_back
"""

import torch


class ImagePool:
    def __init__(self, size=50):
        self.size, self.images = size, []

    def query(self, batch):
        image = batch.detach()[0]
        if len(self.images) < self.size:
            self.images.append(image.clone())
        elif self.size and torch.rand(()) < 0.5:
            k = int(torch.randint(self.size, ()))
            old, self.images[k] = self.images[k], image.clone()
            image = old
        return image.expand_as(batch).clone()
