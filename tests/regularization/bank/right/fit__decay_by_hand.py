"""Adam, after the weights have shrunk."""

import torch
from torch.nn.functional import cross_entropy


def fit(net, train, val, *, epochs, lr, batch_size=32, weight_decay=0.0):
    X, y = train
    optimizer = torch.optim.Adam(net.parameters(), lr=lr)
    history = []
    for _ in range(epochs):
        net.train()
        for batch in torch.randperm(len(X)).split(batch_size):
            optimizer.zero_grad()
            cross_entropy(net(X[batch]), y[batch]).backward()
            with torch.no_grad():
                for parameter in net.parameters():
                    parameter.mul_(1 - lr * weight_decay)
            optimizer.step()
        history.append({"train": evaluate(net, X, y), "val": evaluate(net, val[0], val[1])})
    return history
