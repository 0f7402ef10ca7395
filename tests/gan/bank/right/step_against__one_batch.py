"""Real and made images in one batch."""

import torch
import torch.nn.functional as F


def step_against(gan, X, y):
    n = len(X)
    c = torch.randint(0, 10, (n,))
    with torch.no_grad():
        fake = gan.G(class_noise(c))
    scores, classes = gan.D(torch.cat([X, fake]))
    loss = scores[n:].mean() - scores[:n].mean() + 2 * F.cross_entropy(classes, torch.cat([y, c]))
    loss = loss + gradient_penalty(gan.D, X, fake)
    gan.D.zero_grad()
    loss.backward()
    gan.D_solver.step()
    return loss.detach()
