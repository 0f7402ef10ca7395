"""One list for all pools.
Caught by: test_pools_are_apart
"""

import torch


class ImagePool:
    def __init__(self, size=50, images=[]):
        self.size, self.images = size, images

    def query(self, batch):
        shown = []
        for image in batch.detach():
            if len(self.images) < self.size:
                self.images.append(image.clone())
            elif self.size and torch.rand(()) < 0.5:
                k = int(torch.randint(self.size, ()))
                old, self.images[k] = self.images[k], image.clone()
                image = old
            shown.append(image)
        return torch.stack(shown)
