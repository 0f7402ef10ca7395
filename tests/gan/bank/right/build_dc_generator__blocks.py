"""Blocks of a layer, ReLU and its normalisation."""

from torch import nn


def build_dc_generator(noise_dim=96):
    def block(layer, normalise):
        return nn.Sequential(layer, nn.ReLU(), normalise)

    return nn.Sequential(
        block(nn.Linear(noise_dim, 1024), nn.BatchNorm1d(1024)),
        block(nn.Linear(1024, 6272), nn.BatchNorm1d(6272)),
        nn.Unflatten(1, (128, 7, 7)),
        block(nn.ConvTranspose2d(128, 64, kernel_size=4, stride=2, padding=1), nn.BatchNorm2d(64)),
        nn.ConvTranspose2d(64, 1, kernel_size=4, stride=2, padding=1),
        nn.Tanh(),
        nn.Flatten(),
    )
