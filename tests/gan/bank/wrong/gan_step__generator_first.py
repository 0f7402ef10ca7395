"""Lets G learn from the D of the step before.
Caught by: test_generator_learns
"""


def gan_step(gan, real):
    noise = sample_noise(len(real), gan.noise_dim)
    gan.G_solver.zero_grad()
    g = gan.generator_loss(gan.D(gan.G(noise)))
    g.backward()
    gan.D_solver.zero_grad()
    d = gan.discriminator_loss(gan.D(real), gan.D(gan.G(noise).detach()))
    d.backward()
    gan.D_solver.step()
    gan.G_solver.step()
    return d.item(), g.item()
