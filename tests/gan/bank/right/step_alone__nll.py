"""Logarithms of probabilities and their likelihood."""

import torch.nn.functional as F


def step_alone(gan, X, y):
    gan.D_solver.zero_grad()
    loss = F.nll_loss(gan.D(X)[1].log_softmax(dim=1), y)
    loss.backward()
    gan.D_solver.step()
    return loss.item()
