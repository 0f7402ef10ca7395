"""The cross-entropy of probabilities.
Caught by: test_every_step_is_adamws
"""

import torch
from torch.nn.functional import cross_entropy


def fit(net, train, val, *, epochs, lr, batch_size=32, weight_decay=0.0):
    X, y = train
    optimizer = torch.optim.AdamW(
        net.parameters(), lr=lr, weight_decay=weight_decay
    )
    history = []
    for _ in range(epochs):
        net.train()
        for batch in torch.randperm(len(X)).split(batch_size):
            loss = cross_entropy(net(X[batch]).softmax(dim=1), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        history.append({
            "train": evaluate(net, *train), "val": evaluate(net, *val),
        })
    return history
