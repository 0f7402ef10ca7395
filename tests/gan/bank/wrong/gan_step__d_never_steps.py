"""Never lets D step.
Caught by: test_both_players_move
"""


def gan_step(gan, real):
    noise = sample_noise(len(real), gan.noise_dim)
    fake = gan.G(noise).detach()
    gan.D_solver.zero_grad()
    d = gan.discriminator_loss(gan.D(real), gan.D(fake))
    d.backward()

    noise = sample_noise(len(real), gan.noise_dim)
    gan.G_solver.zero_grad()
    g = gan.generator_loss(gan.D(gan.G(noise)))
    g.backward()
    gan.G_solver.step()
    return d.item(), g.item()
