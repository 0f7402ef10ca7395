"""Returns what is in the pool while it fills.
Caught by: test_first_images_come_back
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
                image = self.images[int(torch.randint(len(self.images), ()))]
            elif self.size and torch.rand(()) < 0.5:
                k = int(torch.randint(self.size, ()))
                old, self.images[k] = self.images[k], image.clone()
                image = old
            shown.append(image)
        return torch.stack(shown)
