"""The length of the gradient of the whole batch.
Caught by: test_slope_of_every_image
"""

import torch


def gradient_penalty(netD, real, fake):
    alpha = torch.rand(len(real), 1, 1, 1, device=real.device)
    between = alpha * real.detach() + (1 - alpha) * fake.detach()
    between.requires_grad_()
    scores, _ = netD(between)
    g, = torch.autograd.grad(scores.sum(), between, create_graph=True)
    return 10 * (g.norm() - 1).square()
