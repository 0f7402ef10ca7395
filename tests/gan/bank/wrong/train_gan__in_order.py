"""Goes through the images in their order, again and again.
Caught by: test_batches_are_drawn
"""

import torch


def train_gan(gan, X, batch_size=64, steps=1000):
    losses = []
    for _ in gan.steps(steps):
        chosen = (torch.arange(batch_size) + batch_size * len(losses)) % len(X)
        d, g = gan_step(gan, X[chosen])
        gan.show(d, g)
        losses.append((d, g))
    return torch.tensor(losses).view(-1, 2)
