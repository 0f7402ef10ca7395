"""Leaves the gradients of the score in the critic.
Caught by: test_nothing_is_left_behind
"""

import torch


def gradient_penalty(netD, real, fake):
    alpha = torch.rand(len(real), 1, 1, 1, device=real.device)
    between = alpha * real.detach() + (1 - alpha) * fake.detach()
    between.requires_grad_()
    scores, _ = netD(between)
    scores.sum().backward(create_graph=True)
    g = between.grad
    return 10 * (g.flatten(1).norm(dim=1) - 1).square().mean()
