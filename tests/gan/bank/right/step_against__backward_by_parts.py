"""Each term has its own backward."""

import torch
import torch.nn.functional as F


def step_against(gan, X, y):
    c = torch.multinomial(torch.ones(10), len(y), replacement=True)
    fake = gan.G(class_noise(c)).detach()
    gan.D_solver.zero_grad()
    total = 0.0
    for images, labels, sign in ((X, y, -1), (fake, c, 1)):
        score, classes = gan.D(images)
        loss = sign * score.mean() + F.cross_entropy(classes, labels)
        loss.backward()
        total += loss.item()
    penalty = gradient_penalty(gan.D, X, fake)
    penalty.backward()
    gan.D_solver.step()
    return total + penalty.item()
