"""backward(), and the gradient cleared each time."""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = x0.detach().clone().requires_grad_(True)
    for _ in range(steps):
        x.grad = None
        net(x)[0][neuron].backward()
        with torch.no_grad():
            x += lr * x.grad
    return x
