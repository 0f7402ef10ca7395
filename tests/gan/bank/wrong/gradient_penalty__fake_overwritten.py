"""Mixes in place, into the images of the caller.
Caught by: test_nothing_is_left_behind
"""

import torch


def gradient_penalty(netD, real, fake):
    alpha = torch.rand(len(real), 1, 1, 1, device=real.device)
    between = fake.detach().mul_(1 - alpha).add_(alpha * real).clone()
    between.requires_grad_()
    scores, _ = netD(between)
    g, = torch.autograd.grad(scores.sum(), between, create_graph=True)
    return 10 * (g.flatten(1).norm(dim=1) - 1).square().mean()
