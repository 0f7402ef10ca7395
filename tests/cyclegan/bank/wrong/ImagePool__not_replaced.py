"""Returns an old image and leaves it in the pool.
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
            elif self.size and torch.rand(()) < 0.5:
                image = self.images[int(torch.randint(self.size, ()))]
            shown.append(image)
        return torch.stack(shown)
