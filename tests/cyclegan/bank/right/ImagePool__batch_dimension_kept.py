"""Keeps images with a batch axis and concatenates, as the authors' code does."""

import torch


class ImagePool:
    def __init__(self, size=50):
        self.size, self.images = size, []

    def query(self, batch):
        if self.size == 0:
            return batch.detach()
        shown = []
        for image in batch.detach():
            image = image.unsqueeze(0)
            if len(self.images) < self.size:
                self.images.append(image)
                shown.append(image)
            elif float(torch.rand(1)) > 0.5:
                k = int(torch.randint(0, self.size, (1,)))
                tmp = self.images[k].clone()
                self.images[k] = image
                shown.append(tmp)
            else:
                shown.append(image)
        return torch.cat(shown, 0)
