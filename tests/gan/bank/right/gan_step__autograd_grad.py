"""torch.autograd.grad, so that nothing has to be cleared."""

import torch


def gan_step(gan, real):
    def step(net, solver, loss):
        parameters = list(net.parameters())
        for parameter, grad in zip(parameters, torch.autograd.grad(loss, parameters)):
            parameter.grad = grad
        solver.step()
        return float(loss.detach())

    fake = gan.G(2 * torch.rand(len(real), gan.noise_dim) - 1).detach()
    d = step(gan.D, gan.D_solver, gan.discriminator_loss(gan.D(real), gan.D(fake)))
    made = gan.G(2 * torch.rand(len(real), gan.noise_dim) - 1)
    return [d, step(gan.G, gan.G_solver, gan.generator_loss(gan.D(made)))]
