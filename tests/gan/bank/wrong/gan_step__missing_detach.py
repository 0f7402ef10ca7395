"""Clears both at the start and lets D's loss into G.
Caught by: test_generator_learns
"""


def gan_step(gan, real):
    noise = sample_noise(len(real), gan.noise_dim)
    fake = gan.G(noise)
    gan.D_solver.zero_grad()
    gan.G_solver.zero_grad()
    d = gan.discriminator_loss(gan.D(real), gan.D(fake))
    d.backward()
    gan.D_solver.step()

    noise = sample_noise(len(real), gan.noise_dim)
    g = gan.generator_loss(gan.D(gan.G(noise)))
    g.backward()
    gan.G_solver.step()
    return d.item(), g.item()
