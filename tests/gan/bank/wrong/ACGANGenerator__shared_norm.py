"""One batch normalisation for all maps.
Caught by: test_images_in_training
"""

from torch import nn


class ACGANGenerator(nn.Module):

    def __init__(self, width=196):
        super().__init__()
        n = 16 * width
        layers = [nn.Linear(100, n), nn.ReLU(), nn.BatchNorm1d(n)]
        layers += [nn.Unflatten(1, (width, 4, 4))]
        shared = nn.BatchNorm2d(width)
        for k in range(1, 8):
            if k in (1, 5, 7):
                conv = nn.ConvTranspose2d(width, width, 4, 2, 1)
            else:
                conv = nn.Conv2d(width, width, 3, padding=1)
            layers += [conv, nn.ReLU(), shared]
        last = nn.Conv2d(width, 3, 3, padding=1)
        self.layers = nn.Sequential(*layers, last, nn.Tanh())

    def forward(self, Z):
        return self.layers(Z)
