"""A DataLoader shuffles."""

import torch


def train_linear(X, y, epochs=5, batch_size=50, lr=1e-3):
    classifier = LinearClassifier(X[0].numel(), 2)
    optimizer = torch.optim.Adam(classifier.parameters(), lr=lr)
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(X, y), batch_size=batch_size, shuffle=True)
    for _ in range(epochs):
        for images, labels in loader:
            scores = classifier(images)
            loss = torch.nn.functional.cross_entropy(scores, labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return classifier
