"""Puts the new image into the pool even when it returns it.
Caught by: test_nothing_is_returned_twice
"""

import torch


class ImagePool:
    def __init__(self, size=50):
        self.size, self.images = size, []

    def query(self, batch):
        shown = []
        for image in batch.detach():
            if len(self.images) < self.size:
                self.images.append(image.clone())
            elif self.size:
                k = int(torch.randint(self.size, ()))
                old, self.images[k] = self.images[k], image.clone()
                image = old if torch.rand(()) < 0.5 else image
            shown.append(image)
        return torch.stack(shown)
