"""Shuffled copies of images and labels."""

import torch


def train_linear(X, y, epochs=5, batch_size=50, lr=1e-3):
    classifier = LinearClassifier(X[0].numel(), 2)
    optimizer = torch.optim.Adam(classifier.parameters(), lr=lr)
    for _ in range(epochs):
        order = torch.randperm(len(X))
        for images, labels in zip(X[order].split(batch_size), y[order].split(batch_size)):
            scores = classifier(images)
            loss = torch.nn.functional.cross_entropy(scores, labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return classifier
