"""The mean of a stack of gradients."""

import torch


def integrated_gradients(net, images, digit, baseline, steps_m=300):
    def at(alpha):
        x = (baseline + alpha * (images - baseline)).requires_grad_()
        return torch.autograd.grad(net(x)[:, digit], x, torch.ones(len(x), dtype=x.dtype))[0]

    gradients = torch.stack([at(k / steps_m) for k in range(1, steps_m + 1)])
    return gradients.mean(0) * (images - baseline)
