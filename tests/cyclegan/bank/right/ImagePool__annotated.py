"""A class with a bound method for one image."""

import torch


class ImagePool:
    def __init__(self, size: int = 50):
        self.size, self.images = int(size), list()

    def one(self, image):
        if len(self.images) < self.size:
            self.images.append(image.clone())
            return image
        if self.size == 0 or bool(torch.rand(()) >= 0.5):
            return image
        k = torch.randperm(self.size)[0]
        old = self.images[k]
        self.images[k] = image.clone()
        return old

    def query(self, batch):
        return torch.stack([self.one(image) for image in batch.detach()])
