"""Keeps the positive part of the gradient only.
Caught by: test_absolute_value_is_taken
"""


def compute_saliency_maps(X, y, model):
    X = X.detach().clone().requires_grad_()
    model(X).gather(1, y[:, None]).sum().backward()
    return X.grad.clamp(min=0).amax(dim=1)
