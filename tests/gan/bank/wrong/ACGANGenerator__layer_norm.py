"""Layer normalisation, as in the discriminator.
Caught by: test_sizes
"""

from torch import nn


class ACGANGenerator(nn.Module):

    def __init__(self, width=196):
        super().__init__()
        n = 16 * width
        layers = [nn.Linear(100, n), nn.ReLU(), nn.BatchNorm1d(n)]
        layers += [nn.Unflatten(1, (width, 4, 4))]
        for k in range(1, 8):
            if k in (1, 5, 7):
                conv = nn.ConvTranspose2d(width, width, 4, 2, 1)
            else:
                conv = nn.Conv2d(width, width, 3, padding=1)
            side = 8 if k < 5 else 16 if k < 7 else 32
            layers += [conv, nn.ReLU(), nn.LayerNorm([width, side, side])]
        last = nn.Conv2d(width, 3, 3, padding=1)
        self.layers = nn.Sequential(*layers, last, nn.Tanh())

    def forward(self, Z):
        return self.layers(Z)
