"""The cross-entropy written out."""

import torch


def step_alone(gan, X, y):
    gan.D_solver.zero_grad()
    S = gan.D(X)[1]
    loss = (S.logsumexp(dim=1) - S[torch.arange(len(y)), y]).mean()
    loss.backward()
    gan.D_solver.step()
    return loss.item()
