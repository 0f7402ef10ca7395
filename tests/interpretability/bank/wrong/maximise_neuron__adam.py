"""Uses Adam.
Caught by: test_straight_way_by_hand
"""

import torch


def maximise_neuron(net, x0, neuron, steps, lr):
    x = x0.detach().clone().requires_grad_()
    adam = torch.optim.Adam([x], lr=lr, maximize=True)
    for _ in range(steps):
        adam.zero_grad()
        net(x)[0, neuron].backward()
        adam.step()
    return x.detach()
