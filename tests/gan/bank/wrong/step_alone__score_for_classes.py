"""Reads classes from the score.
Caught by: test_alone_learns_the_classes
"""

import torch.nn.functional as F


def step_alone(gan, X, y):
    gan.D_solver.zero_grad()
    loss = F.cross_entropy(gan.D(X)[0].expand(-1, 10), y)
    loss.backward()
    gan.D_solver.step()
    return loss.item()
