"""A new order of all images for every pass."""

import torch


def train_gan(gan, X, batch_size=64, steps=1000):
    losses, left = [], torch.empty(0, dtype=torch.long)
    for _ in gan.steps(steps):
        while len(left) < batch_size:
            left = torch.cat([left, torch.randperm(len(X))])
        chosen, left = left[:batch_size], left[batch_size:]
        losses.append(gan_step(gan, X[chosen.to(X.device)]))
        gan.show(*losses[-1])
    return torch.tensor(losses)
