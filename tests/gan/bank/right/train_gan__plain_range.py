"""Without the bar."""

import torch


def train_gan(gan, X, batch_size=64, steps=1000):
    losses = torch.zeros(steps, 2)
    for t in range(steps):
        d, g = gan_step(gan, X[torch.randint(0, len(X), (batch_size,))])
        losses[t, 0], losses[t, 1] = float(d), float(g)
    return losses
