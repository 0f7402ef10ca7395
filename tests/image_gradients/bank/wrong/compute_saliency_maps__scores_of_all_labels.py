"""Adds the scores of all labels of the batch for every image.
Caught by: test_every_image_has_its_own_class
"""


def compute_saliency_maps(X, y, model):
    X = X.detach().clone().requires_grad_()
    model(X)[:, y].sum().backward()
    return X.grad.abs().amax(dim=1)
