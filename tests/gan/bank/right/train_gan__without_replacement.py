"""No image twice in one batch."""

import torch


def train_gan(gan, X, batch_size=64, steps=1000):
    losses = []
    for _ in gan.steps(steps):
        chosen = torch.randperm(len(X))[:batch_size]
        d, g = gan_step(gan, X[chosen])
        gan.show(d, g)
        losses.append((d, g))
    return torch.tensor(losses).view(-1, 2)
