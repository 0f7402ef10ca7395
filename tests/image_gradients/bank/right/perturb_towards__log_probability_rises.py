"""Climbs the logarithm of the other label's probability."""

import torch


def perturb_towards(X, y_other, model, gain):
    x = X.detach().requires_grad_()
    log_p = model(x).log_softmax(dim=1)[torch.arange(len(y_other)), y_other]
    g, = torch.autograd.grad(log_p.sum(), x)
    return (x + gain / 127.5 * g.sign()).clamp(-1, 1).detach()
