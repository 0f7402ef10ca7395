"""Fakes under no_grad, gradients cleared by the networks."""

import torch


def gan_step(gan, real):
    with torch.no_grad():
        fake = gan.G(sample_noise(len(real), gan.noise_dim))
    gan.D.zero_grad()
    d = gan.discriminator_loss(gan.D(real), gan.D(fake))
    d.backward()
    gan.D_solver.step()
    gan.D.zero_grad()
    gan.G.zero_grad()
    g = gan.generator_loss(gan.D(gan.G(sample_noise(len(real), gan.noise_dim))))
    g.backward()
    gan.G_solver.step()
    return d, g
