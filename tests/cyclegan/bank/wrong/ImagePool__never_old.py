"""Keeps images and never returns one.
Caught by: test_half_are_new_and_half_are_old
"""


class ImagePool:
    def __init__(self, size=50):
        self.size, self.images = size, []

    def query(self, batch):
        for image in batch.detach():
            if len(self.images) < self.size:
                self.images.append(image.clone())
        return batch.detach()
