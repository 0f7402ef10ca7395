"""The step written out in the loop."""

import torch


def train_gan(gan, X, batch_size=64, steps=1000):
    losses = []
    for _ in gan.steps(steps):
        real = X[torch.randint(len(X), (batch_size,))]
        fake = gan.G(sample_noise(batch_size, gan.noise_dim)).detach()
        gan.D_solver.zero_grad()
        d = gan.discriminator_loss(gan.D(real), gan.D(fake))
        d.backward()
        gan.D_solver.step()
        gan.G_solver.zero_grad()
        g = gan.generator_loss(gan.D(gan.G(sample_noise(batch_size, gan.noise_dim))))
        g.backward()
        gan.G_solver.step()
        gan.show(d, g)
        losses.append((d.item(), g.item()))
    return torch.tensor(losses)
