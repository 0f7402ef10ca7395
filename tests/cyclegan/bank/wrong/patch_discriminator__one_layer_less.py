"""One convolution too few.
Caught by: test_layers_of_the_discriminator
"""

import torch


def patch_discriminator(channels=3, width=64, layers=3):
    C = width
    net = [torch.nn.Conv2d(channels, C, 4, 2, 1), torch.nn.LeakyReLU(0.2)]
    for k in range(1, max(layers, 2)):
        stride = 2 if k < layers else 1
        net += [torch.nn.Conv2d(C, 2 * C, 4, stride, 1)]
        net += [torch.nn.InstanceNorm2d(2 * C), torch.nn.LeakyReLU(0.2)]
        C *= 2
    return torch.nn.Sequential(*net, torch.nn.Conv2d(C, 1, 4, 1, 1))
