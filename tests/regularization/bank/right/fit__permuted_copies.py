"""Shuffled copies."""

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
        order = torch.randperm(len(X))
        for images, labels in zip(X[order].split(batch_size), y[order].split(batch_size)):
            loss = cross_entropy(net(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        history.append({
            "train": evaluate(net, *train), "val": evaluate(net, *val),
        })
    return history
