"""Makes two steps in each round.
Caught by: test_makes_all_steps
"""

import torch


def train_gan(gan, X, batch_size=64, steps=1000):
    losses = []
    for _ in gan.steps(steps):
        chosen = torch.randint(len(X), (batch_size,), device=X.device)
        gan_step(gan, X[chosen])
        d, g = gan_step(gan, X[chosen])
        gan.show(d, g)
        losses.append((d, g))
    return torch.tensor(losses).view(-1, 2)
