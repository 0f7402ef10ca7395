"""The penalty cannot be differentiated for the weights.
Caught by: test_weights_learn
"""

import torch


def gradient_penalty(netD, real, fake):
    alpha = torch.rand(len(real), 1, 1, 1, device=real.device)
    between = alpha * real.detach() + (1 - alpha) * fake.detach()
    between.requires_grad_()
    scores, _ = netD(between)
    g, = torch.autograd.grad(scores.sum(), between, retain_graph=True)
    return 10 * (g.flatten(1).norm(dim=1) - 1).square().mean()
