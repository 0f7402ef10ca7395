"""What the checks of a training put in place of a class of classifiers: known first weights, and a memory of every batch.

As in `standins`, both are built by `nets.builder`, so they travel.
"""

import torch
from torch import nn

from .nets import builder, fill


class _Linear(nn.Module):
    """One layer, `dense`, on flattened input; keeps what it was shown while gradients were on."""

    described = "a classifier"

    def __init__(self, features, classes):
        super().__init__()
        self.dense, self.kept = nn.Linear(features, classes), []

    def forward(self, X):
        if torch.is_grad_enabled() and self.dense.weight.requires_grad:
            self.kept.append(X.detach().clone())
        return self.dense(X.flatten(1))


@builder
def linear_classifier(features, classes=2, seed=0):
    """A classifier with weights from `seed`: (N, ...) -> (N, classes); its layer is called `dense`."""
    return fill(_Linear(features, classes), seed, "float32")


class _Maker(nn.Module):
    def __init__(self, seed):
        super().__init__()
        self.seed, self.made = seed, []

    def forward(self, features, classes=2):
        net = fill(_Linear(features, classes), self.seed, "float32")
        self.made.append(net)
        return net

    def count(self):
        return len(self.made)

    def shown(self):
        """The batches that the classifier made last was shown while gradients were on, in order."""
        return self.made[-1].kept if self.made else []

    def weights(self):
        """Weight and bias of the classifier made last, as they are now."""
        return [parameter.detach().clone() for parameter in self.made[-1].parameters()]


@builder
def classifier_maker(seed=0):
    """In place of the class LinearClassifier: makes classifiers that all start with the weights of `linear_classifier(seed=seed)`."""
    return _Maker(seed)
