"""Always in the middle.
Caught by: test_between_real_and_fake
"""

import torch


def gradient_penalty(netD, real, fake):
    alpha = torch.full((len(real), 1, 1, 1), 0.5)
    between = alpha * real.detach() + (1 - alpha) * fake.detach()
    between.requires_grad_()
    scores, _ = netD(between)
    g, = torch.autograd.grad(scores.sum(), between, create_graph=True)
    return 10 * (g.flatten(1).norm(dim=1) - 1).square().mean()
