"""A closure for the optimiser."""

import torch.nn.functional as F


def step_alone(gan, X, y):
    def closure():
        gan.D_solver.zero_grad()
        loss = F.cross_entropy(gan.D(X)[1], y)
        loss.backward()
        return loss

    return gan.D_solver.step(closure).item()
