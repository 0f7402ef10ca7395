"""Lets D step twice.
Caught by: test_discriminator_learns
"""


def gan_step(gan, real):
    noise = sample_noise(len(real), gan.noise_dim)
    fake = gan.G(noise).detach()
    gan.D_solver.zero_grad()
    d = gan.discriminator_loss(gan.D(real), gan.D(fake))
    d.backward()
    gan.D_solver.step()
    gan.D_solver.step()

    noise = sample_noise(len(real), gan.noise_dim)
    gan.G_solver.zero_grad()
    g = gan.generator_loss(gan.D(gan.G(noise)))
    g.backward()
    gan.G_solver.step()
    return d.item(), g.item()
