"""Cross-entropy of scores, as in the first notebook.
Caught by: test_against_learns_all_five_terms
"""

import torch
import torch.nn.functional as F


def step_against(gan, X, y):
    c = torch.randint(10, y.shape, device=y.device)
    with torch.no_grad():
        fake = gan.G(class_noise(c))
    gan.D_solver.zero_grad()
    score, classes = gan.D(X)
    score_fake, classes_fake = gan.D(fake)
    loss = F.softplus(score_fake).mean() + F.softplus(-score).mean()
    loss = loss + gradient_penalty(gan.D, X, fake)
    loss = loss + F.cross_entropy(classes, y)
    loss = loss + F.cross_entropy(classes_fake, c)
    loss.backward()
    gan.D_solver.step()
    return loss.item()
