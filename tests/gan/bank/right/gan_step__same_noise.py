"""The same noise for both steps."""


def gan_step(gan, real):
    fake = gan.G(sample_noise(len(real), gan.noise_dim).to(real.device))
    gan.D_solver.zero_grad()
    d = gan.discriminator_loss(gan.D(real), gan.D(fake.detach()))
    d.backward()
    gan.D_solver.step()
    gan.G_solver.zero_grad()
    g = gan.generator_loss(gan.D(fake))
    g.backward()
    gan.G_solver.step()
    return d.item(), g.item()
