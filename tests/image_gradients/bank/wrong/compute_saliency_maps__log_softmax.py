"""Differentiates the log-probability of the class instead of its raw score.
Caught by: test_raw_score_not_a_loss
"""

import torch.nn.functional as F


def compute_saliency_maps(X, y, model):
    X = X.detach().clone().requires_grad_()
    F.log_softmax(model(X), dim=1).gather(1, y[:, None]).sum().backward()
    return X.grad.abs().amax(dim=1)
