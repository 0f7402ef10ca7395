"""A sampler of torch.utils.data."""

import torch


def train_gan(gan, X, batch_size=64, steps=1000):
    from torch.utils.data import RandomSampler

    drawn = iter(RandomSampler(range(len(X)), replacement=True, num_samples=steps * batch_size))
    history = []
    for _ in gan.steps(steps):
        real = X[[next(drawn) for _ in range(batch_size)]]
        history.append([float(loss) for loss in gan_step(gan, real)])
        gan.show(*history[-1])
    return history
