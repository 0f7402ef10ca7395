"""Layer by layer."""

import numpy as np
import torch


@torch.no_grad()
def features(net, X, batch_size=500):
    before, rows = net.training, []
    net.train(False)
    for k in range(0, len(X), batch_size):
        A = X[k : k + batch_size]
        for layer in list(net.children())[:-1]:
            A = layer(A)
        rows.extend(A.numpy())
    net.train(before)
    return np.stack(rows)
