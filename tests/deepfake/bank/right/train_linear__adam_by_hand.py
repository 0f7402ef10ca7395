"""Adam's equations written out."""

import torch


def train_linear(X, y, epochs=5, batch_size=50, lr=1e-3):
    classifier = LinearClassifier(X[0].numel(), 2)
    parameters = list(classifier.parameters())
    m, v, t = [0.0, 0.0], [0.0, 0.0], 0
    for _ in range(epochs):
        order = torch.randperm(len(X))
        for start in range(0, len(X), batch_size):
            batch, t = order[start : start + batch_size], t + 1
            loss = torch.nn.CrossEntropyLoss()(classifier(X[batch]), y[batch])
            for k, g in enumerate(torch.autograd.grad(loss, parameters)):
                m[k] = 0.9 * m[k] + 0.1 * g
                v[k] = 0.999 * v[k] + 0.001 * g * g
                step = m[k] / (1 - 0.9**t) / ((v[k] / (1 - 0.999**t)).sqrt() + 1e-8)
                parameters[k].data -= lr * step
    return classifier
