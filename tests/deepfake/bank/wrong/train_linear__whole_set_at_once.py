"""One step an epoch, on all images.
Caught by: test_every_epoch_uses_every_image_once
"""

import torch


def train_linear(X, y, epochs=5, batch_size=50, lr=1e-3):
    classifier = LinearClassifier(X[0].numel(), 2)
    optimizer = torch.optim.Adam(classifier.parameters(), lr=lr)
    for _ in range(epochs):
        for batch in torch.randperm(len(X)).split(len(X)):
            scores = classifier(X[batch])
            loss = torch.nn.functional.cross_entropy(scores, y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return classifier
