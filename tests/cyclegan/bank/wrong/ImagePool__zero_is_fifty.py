"""Takes size 0 for none given.
Caught by: test_size_of_the_pool
"""

import torch


class ImagePool:
    def __init__(self, size=0):
        self.size, self.images = size or 10, []

    def query(self, batch):
        shown = []
        for image in batch.detach():
            if len(self.images) < self.size:
                self.images.append(image.clone())
            elif torch.rand(()) < 0.5:
                k = int(torch.randint(self.size, ()))
                old, self.images[k] = self.images[k], image.clone()
                image = old
            shown.append(image)
        return torch.stack(shown)
