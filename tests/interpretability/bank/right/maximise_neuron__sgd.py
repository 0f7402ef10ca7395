"""SGD that maximises."""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = x0.detach().clone().requires_grad_()
    sgd = torch.optim.SGD([x], lr=lr, maximize=True)
    for _ in range(steps):
        sgd.zero_grad()
        net(x)[0, neuron].backward()
        sgd.step()
    return x.detach()
