"""Explains the class the network prefers instead of y.
Caught by: test_label_need_not_be_the_prediction
"""


def compute_saliency_maps(X, y, model):
    X = X.detach().clone().requires_grad_()
    model(X).amax(dim=1).sum().backward()
    return X.grad.abs().amax(dim=1)
