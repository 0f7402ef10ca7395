"""Asks for the slope at the real images.
Caught by: test_between_real_and_fake
"""

import torch


def gradient_penalty(netD, real, fake):
    alpha = torch.rand(len(real), 1, 1, 1, device=real.device)
    between = real.detach().clone()
    between.requires_grad_()
    scores, _ = netD(between)
    g, = torch.autograd.grad(scores.sum(), between, create_graph=True)
    return 10 * (g.flatten(1).norm(dim=1) - 1).square().mean()
