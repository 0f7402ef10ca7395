"""Averages the scores over the batch, so the maps shrink with its size.
Caught by: test_every_image_has_its_own_class
"""


def compute_saliency_maps(X, y, model):
    X = X.detach().clone().requires_grad_()
    model(X).gather(1, y[:, None]).mean().backward()
    return X.grad.abs().amax(dim=1)
