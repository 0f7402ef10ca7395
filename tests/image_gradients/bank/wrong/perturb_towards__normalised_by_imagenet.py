"""Divides the step by ImageNet's deviations.
Caught by: test_gain_counts_8_bit_steps
"""

import torch
import torch.nn.functional as F


def perturb_towards(X, y_other, model, gain):
    X = X.detach().clone().requires_grad_()
    loss = F.cross_entropy(model(X), y_other)
    g, = torch.autograd.grad(loss, X)
    std = X.new_tensor([0.229, 0.224, 0.225])[:X.shape[1]].view(-1, 1, 1)
    return (X.detach() - gain * 2 / 255 / std * g.sign()).clamp(-1, 1)
