"""Halves the rate after every epoch.
Caught by: test_every_step_is_adams
"""

import torch


def train_linear(X, y, epochs=5, batch_size=50, lr=1e-3):
    classifier = LinearClassifier(X[0].numel(), 2)
    optimizer = torch.optim.Adam(classifier.parameters(), lr=lr)
    for _ in range(epochs):
        for group in optimizer.param_groups:
            group['lr'] = lr * 0.5 ** _
        for batch in torch.randperm(len(X)).split(batch_size):
            scores = classifier(X[batch])
            loss = torch.nn.functional.cross_entropy(scores, y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return classifier
