"""Clears the gradients of the first step only.
Caught by: test_gradients_do_not_add_up
"""

import torch.nn.functional as F


def step_alone(gan, X, y):
    if not hasattr(gan, "begun"):
        gan.D_solver.zero_grad()
    gan.begun = True
    loss = F.cross_entropy(gan.D(X)[1], y)
    loss.backward()
    gan.D_solver.step()
    return loss.item()
