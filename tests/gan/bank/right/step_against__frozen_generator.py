"""G does not ask for gradients in this step."""

import torch
import torch.nn.functional as F


def step_against(gan, X, y):
    for weight in gan.G.parameters():
        weight.requires_grad_(False)
    c = torch.randint(10, (len(y),))
    fake = gan.G(class_noise(c))
    (s, k), (s_fake, k_fake) = gan.D(X), gan.D(fake)
    loss = torch.stack([
        s_fake.mean(), -s.mean(), gradient_penalty(gan.D, X, fake).reshape(()), F.cross_entropy(k, y), F.cross_entropy(k_fake, c)
    ]).sum()
    gan.D_solver.zero_grad()
    loss.backward()
    gan.D_solver.step()
    for weight in gan.G.parameters():
        weight.requires_grad_(True)
    return loss.item()
