"""Root of the sum of squares, a result of shape (1,)."""

import torch


def gradient_penalty(netD, real, fake):
    alpha = torch.rand(len(real), 1, 1, 1, device=real.device)
    between = alpha * real.detach() + (1 - alpha) * fake.detach()
    between.requires_grad_()
    scores, _ = netD(between)
    g, = torch.autograd.grad(scores.sum(), between, create_graph=True)
    return 10 * ((g.square().sum(dim=(1, 2, 3)).sqrt() - 1) ** 2).mean().view(1)
