"""Takes the old image out and appends the new one."""

import torch


class ImagePool:
    def __init__(self, size=50):
        self.size = size
        self.images = []

    def query(self, batch):
        out = torch.empty_like(batch)
        for n in range(len(batch)):
            new = batch[n].detach().clone()
            if len(self.images) < self.size:
                self.images.append(new)
            elif self.size > 0 and torch.rand(1).item() >= 0.5:
                self.images.append(new)
                new = self.images.pop(int(torch.randint(0, self.size, (1,))))
            out[n] = new
        return out.detach()
