"""Scales the images in place.
Caught by: test_batch_stays
"""

import torch.nn.functional as F


def step_alone(gan, X, y):
    gan.D_solver.zero_grad()
    X.clamp_(-0.5, 0.5)
    loss = F.cross_entropy(gan.D(X)[1], y)
    loss.backward()
    gan.D_solver.step()
    return loss.item()
