"""torch.autograd.grad on a new leaf at every step."""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = x0.detach().clone()
    for _ in range(steps):
        x.requires_grad_()
        g, = torch.autograd.grad(forward_neuron(net, x, neuron), x)
        x = (x + lr * g).detach()
    return x
