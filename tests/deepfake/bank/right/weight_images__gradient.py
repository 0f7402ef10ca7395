"""The gradient of a score is its weights."""

import torch


def weight_images(classifier, h, w):
    d = classifier.dense.in_features
    X = torch.zeros(1, h, w, d // (h * w), requires_grad=True)
    scores = classifier(X)[0]
    return torch.cat([torch.autograd.grad(s, X, retain_graph=True)[0] for s in scores])
