"""Real and fake images in one batch."""

import torch


def gan_step(gan, real):
    N = len(real)
    fake = gan.G(sample_noise(N, gan.noise_dim)).detach()
    logits = gan.D(torch.cat([real, fake]))
    d = gan.discriminator_loss(logits[:N], logits[N:])
    gan.D_solver.zero_grad()
    d.backward()
    gan.D_solver.step()
    g = gan.generator_loss(gan.D(gan.G(sample_noise(N, gan.noise_dim))))
    gan.G_solver.zero_grad()
    g.backward()
    gan.G_solver.step()
    return torch.stack([d, g]).detach()
