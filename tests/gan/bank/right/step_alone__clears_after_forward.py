"""Clears after the loss is computed, by the network."""

from torch import nn


def step_alone(gan, X, y):
    _, classes = gan.D(X)
    loss = nn.CrossEntropyLoss()(classes, y)
    gan.D.zero_grad()
    loss.backward()
    gan.D_solver.step()
    return float(loss)
