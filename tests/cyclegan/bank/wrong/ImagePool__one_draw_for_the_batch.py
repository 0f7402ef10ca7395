"""Throws the coin once for a batch.
Caught by: test_images_of_a_batch_are_drawn_by_themselves
"""

import torch


class ImagePool:
    def __init__(self, size=50):
        self.size, self.images = size, []

    def query(self, batch):
        shown, swap = [], bool(torch.rand(()) < 0.5)
        for image in batch.detach():
            if len(self.images) < self.size:
                self.images.append(image.clone())
            elif self.size and swap:
                k = int(torch.randint(self.size, ()))
                old, self.images[k] = self.images[k], image.clone()
                image = old
            shown.append(image)
        return torch.stack(shown)
