"""No activation after the last convolution.
Caught by: test_features
"""

from torch import nn


class ACGANDiscriminator(nn.Module):

    def __init__(self, width=196):
        super().__init__()
        layers, channels, side = [], 3, 32
        for stride in (1, 2, 1, 2, 1, 1, 1, 2):
            side //= stride
            layers += [
                nn.Conv2d(channels, width, 3, stride, padding=1),
                nn.LayerNorm([width, side, side]),
                nn.LeakyReLU(0.01),
            ]
            channels = width
        self.trunk = nn.Sequential(*layers[:-1], nn.MaxPool2d(4), nn.Flatten())
        self.score = nn.Linear(width, 1)
        self.classes = nn.Linear(width, 10)

    def features(self, X):
        return self.trunk(X)  # (N, width)

    def forward(self, X):
        features = self.features(X)
        return self.score(features), self.classes(features)
