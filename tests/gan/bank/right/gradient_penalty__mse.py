"""The mean squared error against ones."""

import torch
import torch.nn.functional as F


def gradient_penalty(netD, real, fake):
    alpha = torch.rand(len(real), 1, 1, 1, device=real.device)
    between = alpha * real.detach() + (1 - alpha) * fake.detach()
    between.requires_grad_()
    scores, _ = netD(between)
    g, = torch.autograd.grad(scores.sum(), between, create_graph=True)
    return 10 * F.mse_loss(g.flatten(1).norm(dim=1), g.new_ones(len(g)))
