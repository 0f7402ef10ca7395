"""Draws one batch for the whole training.
Caught by: test_batches_are_drawn
"""

import torch


def train_gan(gan, X, batch_size=64, steps=1000):
    losses = []
    chosen = torch.randint(len(X), (batch_size,))
    for _ in gan.steps(steps):
        d, g = gan_step(gan, X[chosen])
        gan.show(d, g)
        losses.append((d, g))
    return torch.tensor(losses).view(-1, 2)
