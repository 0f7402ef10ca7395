"""The classifier lives outside the function and goes on learning.
Caught by: test_second_call_begins_anew
"""

import torch


def train_linear(X, y, epochs=5, batch_size=50, lr=1e-3):
    kept = train_linear.__dict__
    classifier = kept.setdefault('classifier', None) or LinearClassifier(X[0].numel(), 2)
    kept['classifier'] = classifier
    optimizer = torch.optim.Adam(classifier.parameters(), lr=lr)
    for _ in range(epochs):
        for batch in torch.randperm(len(X)).split(batch_size):
            scores = classifier(X[batch])
            loss = torch.nn.functional.cross_entropy(scores, y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return classifier
