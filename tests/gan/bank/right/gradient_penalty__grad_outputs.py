"""As in the paper's code: ones as grad_outputs, a view."""

import torch


def gradient_penalty(netD, real, fake):
    alpha = torch.rand(real.shape[0], 1)
    alpha = alpha.expand(real.shape[0], real.nelement() // real.shape[0]).contiguous().view(real.shape)
    interpolates = (alpha * real + (1 - alpha) * fake).detach().requires_grad_(True)
    disc_interpolates, _ = netD(interpolates)
    gradients = torch.autograd.grad(
        outputs=disc_interpolates, inputs=interpolates, grad_outputs=torch.ones(disc_interpolates.size()),
        create_graph=True, retain_graph=True, only_inputs=True,
    )[0]
    gradients = gradients.view(gradients.size(0), -1)
    return ((gradients.norm(2, dim=1) - 1) ** 2).mean() * 10
