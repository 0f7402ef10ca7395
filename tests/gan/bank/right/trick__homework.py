"""As in the homework: grad_outputs, a constant, clipping by masks."""

import torch
from torch import nn


def trick(netD, X, y_other, gain=10, steps=1):
    X = X.detach().clone()
    for _ in range(steps):
        X_in = X.clone().requires_grad_()
        _, output = netD(X_in)
        loss = nn.CrossEntropyLoss(reduction="none")(output, y_other)
        gradients = torch.autograd.grad(
            outputs=loss, inputs=X_in, grad_outputs=torch.ones(loss.size(), dtype=loss.dtype), create_graph=True, retain_graph=False
        )[0]
        gradients = gradients.detach()
        gradients[gradients > 0.0] = 1.0
        gradients[gradients < 0.0] = -1.0
        X = X - gain / steps * 0.00784313725490196 * gradients
        X[X > 1.0] = 1.0
        X[X < -1.0] = -1.0
    return X
