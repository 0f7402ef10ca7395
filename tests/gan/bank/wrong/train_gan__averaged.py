"""Returns running means.
Caught by: test_returns_the_history
"""

import torch


def train_gan(gan, X, batch_size=64, steps=1000):
    losses = []
    for _ in gan.steps(steps):
        chosen = torch.randint(len(X), (batch_size,), device=X.device)
        d, g = gan_step(gan, X[chosen])
        gan.show(d, g)
        losses.append((d, g))
    return torch.tensor(losses).cumsum(0) / torch.arange(1, len(losses) + 1)[:, None]
