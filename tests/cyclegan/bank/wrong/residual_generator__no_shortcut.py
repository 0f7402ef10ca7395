"""A block does not add its input.
Caught by: test_generator_layer_by_layer
"""

import torch


def residual_generator(channels=3, width=64, blocks=9):
    def normal(layer):
        return [layer, torch.nn.InstanceNorm2d(layer.out_channels), torch.nn.ReLU()]

    class Block(torch.nn.Module):
        def __init__(self, C):
            super().__init__()
            pad = torch.nn.ReflectionPad2d(1)
            first, second = normal(torch.nn.Conv2d(C, C, 3)), normal(torch.nn.Conv2d(C, C, 3))[:-1]
            self.path = torch.nn.Sequential(pad, *first, pad, *second)

        def forward(self, X):
            return self.path(X)

    w, pad = width, torch.nn.ReflectionPad2d(3)
    layers = [pad, *normal(torch.nn.Conv2d(channels, w, 7))]
    for k in (w, 2 * w):
        layers += normal(torch.nn.Conv2d(k, 2 * k, 3, 2, 1))
    layers += [Block(4 * w) for _ in range(blocks)]
    for k in (4 * w, 2 * w):
        layers += normal(torch.nn.ConvTranspose2d(k, k // 2, 3, 2, 1, 1))
    layers += [pad, torch.nn.Conv2d(w, channels, 7), torch.nn.Tanh()]
    return torch.nn.Sequential(*layers)
