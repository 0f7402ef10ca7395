"""Subtracts the mean from the caller's own images.
Caught by: test_arguments_stay_as_they_were
"""


def compute_saliency_maps(X, y, model):
    X -= X.mean()
    X = X.detach().clone().requires_grad_()
    model(X).gather(1, y[:, None]).sum().backward()
    return X.grad.abs().amax(dim=1)
