"""A part of the difference added to the fakes; alpha by NumPy."""

import torch


def gradient_penalty(netD, real, fake):
    import numpy as np

    alpha = torch.from_numpy(np.random.uniform(0, 1, (len(real), 1, 1, 1)).astype("float32")).to(real.dtype)
    X = (fake.detach() + alpha * (real - fake).detach()).requires_grad_()
    (g,) = torch.autograd.grad(netD(X)[0][:, 0].sum(), X, create_graph=True)
    lengths = torch.linalg.vector_norm(g, dim=(1, 2, 3))
    return 10 * (lengths - 1).pow(2).mean()
